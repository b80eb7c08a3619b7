/**
 * Serves `items`, `atOnce` at a time: DynamoDB answers many at once, but a page of 50 need not ask all together.
 *
 * @throws what the first failing `serve` throws, once those under way have ended
 */
export async function inParallel<Value>(
  items: readonly Value[],
  serve: (item: Value) => Promise<void>,
  atOnce = 10,
): Promise<void> {
  const queue = items.values();
  const results = await Promise.allSettled(
    Array.from({ length: atOnce }, async () => {
      for (const item of queue) await serve(item);
    }),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
}
