import { Skeleton } from '@mantine/core';
import { useEffect, useState } from 'react';

/** Skeleton rows in the real layout's place, but only after 150 ms: what is quick does not flicker. */
export function SkeletonRows({ rows = 8, height = 20 }: { rows?: number; height?: number }) {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), 150);
    return () => clearTimeout(timer);
  }, []);
  if (!isLate) return null;
  return (
    <div className="stack-tight" style={{ padding: 16 }} aria-busy="true">
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing but places
        <Skeleton key={row} height={height} width={`${92 - ((row * 17) % 40)}%`} />
      ))}
    </div>
  );
}
