// Stands for the code of a component; only its address matters here.
export default (text: string) => text.toUpperCase();
