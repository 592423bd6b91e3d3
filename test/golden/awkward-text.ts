// Text that readers of YAML like to take for something else.
import { list, pipeline, string, component } from "pollux";

const use = component({
  name: "use",
  inputs: { texts: list(string()) },
  container: () => ({ image: "example.com/use:1" }),
});

export default pipeline({ name: "awkward-text", inputs: {} }, () => {
  use({
    texts: ["yes", "y", "1e3", "0o17", "12:30", "2020-01-01", "1.10", "1.2.3", "null", "~", "", "=", "<<", "{{$}}"],
  });
  use({ texts: ["it's", 'a "b"', "a: b", "# c", "- d", " e ", "f\ng\n", "h\r\ni", "\tj", "\u2028\u0085\u0000", "é😀"] });
});
