export function registerTypeScript(): Promise<void>;
/** Whether nobody else can put anything into a folder, or another in its place. It is made where it is not there. */
export function isOursAlone(folder: string): boolean;
