// What the suffixes of amounts of memory and cores mean: those of Kubernetes.

/** Of `"500m"` and `"2Gi"`; KFP writes `K` too. */
export const quantityFactors: { readonly [suffix: string]: number } = {
  "": 1,
  m: 1e-3,
  k: 1e3,
  K: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};
