package dev.cairn.benchmark;

import dev.cairn.embedded.EmbeddedStarRocks;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/** Measures the first start of the embedded server in a JVM, which a test class awaits. */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(10)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class EmbeddedStartBenchmark {
    @Benchmark
    public int start() {
        try (EmbeddedStarRocks server = EmbeddedStarRocks.start()) {
            return server.port();
        }
    }
}
