/** Node has it all; its types only name the module. */
declare namespace WebAssembly {
  /** @throws what says that the bytes are no module */
  function compile(bytes: Uint8Array): Promise<Module>;
}
