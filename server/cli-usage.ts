/** The command was not asked rightly. */
export class UsageError extends Error {}
