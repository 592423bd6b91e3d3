// What the system needs from a place that serves models: to deploy one, and to talk to it. Drivers do it.

export interface Message {
  readonly role: "system" | "user" | "assistant";
  readonly content: string;
}

/** How a reply is drawn; what is left out is the server's to choose. */
export interface Sampling {
  readonly temperature?: number;
  readonly topK?: number;
  readonly maxTokens?: number;
  /** The same messages with the same seed get the same reply. */
  readonly seed?: number;
}

/** All that is needed to talk to a deployed model later; plain JSON. */
export interface EndpointRecord {
  readonly driver: string;
  readonly name: string;
  /** A Hugging Face folder: an absolute path here, a `gs://` address in the cloud. */
  readonly model: string;
  /** Of Vertex AI: `projects/P/locations/L/endpoints/ID`. */
  readonly endpoint?: string;
}

export interface Endpoints {
  /** Gives a record once the model has answered a first request; rejects with the reason if it does not. */
  readonly deploy: (
    request: { readonly name: string; readonly model: string },
    options?: WaitOptions,
  ) => Promise<EndpointRecord>;
  readonly connect: (record: EndpointRecord, options?: WaitOptions) => Promise<Connection>;
  /** Back to the model that was deployed before; gives its record. Rejects with `NOTHING_BEFORE` where none is kept. */
  readonly rollback: (record: EndpointRecord, options?: WaitOptions) => Promise<EndpointRecord>;
  /** Ends all that costs while nobody talks; the model itself stays where it is. What is undeployed already stays so. */
  readonly undeploy: (record: EndpointRecord, options?: WaitOptions) => Promise<void>;
}

export interface WaitOptions {
  /** Told what is being waited for. */
  readonly onProgress?: (text: string) => void;
  readonly signal?: AbortSignal;
}

/** Close it when done: with some drivers a process lives as long as it does. */
export interface Connection {
  /** Yields the reply in the pieces in which it comes; aborting the signal ends it with the signal's reason. */
  readonly chat: (
    messages: readonly Message[],
    options?: Sampling & { readonly signal?: AbortSignal },
  ) => AsyncIterable<string>;
  readonly close: () => Promise<void>;
}
