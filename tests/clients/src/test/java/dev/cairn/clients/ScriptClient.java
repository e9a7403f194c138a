package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * A client in another language: a script among the resources of this package. It gets the operation, the port and the
 * database as arguments and rows as lines of its input, and prints rows or other results.
 */
final class ScriptClient implements DatabaseClient {
    private static final String MISSING_PREFIX = "missing: ";

    private final Program program;
    private final ClientAddress address;

    ScriptClient(ClientAddress address, Program program) {
        this.address = address;
        this.program = program;
    }

    /** Returns the path of a script. */
    static String findScript(String name) {
        try {
            return Path.of(Objects.requireNonNull(ScriptClient.class.getResource(name), name)
                            .toURI())
                    .toString();
        } catch (URISyntaxException failure) {
            throw new IllegalStateException(failure);
        }
    }

    private List<String> run(Operation operation, Sample... samples) throws IOException {
        StringBuilder input = new StringBuilder();
        for (Sample sample : samples) {
            input.append(sample.renderLine()).append('\n');
        }
        Program.Result result = program.run(
                List.of(operation.title(), String.valueOf(address.port()), address.database()), input.toString());
        result.output()
                .lines()
                .filter(line -> line.startsWith(MISSING_PREFIX))
                .findFirst()
                .ifPresent(line -> {
                    throw new MissingOperationException(line.substring(MISSING_PREFIX.length()));
                });
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output().lines().toList();
    }

    private String runForOneLine(Operation operation, Sample... samples) throws IOException {
        List<String> lines = run(operation, samples);
        assertThat(lines).hasSize(1);
        return lines.get(0);
    }

    @Override
    public String connect() throws IOException {
        return runForOneLine(Operation.CONNECT);
    }

    @Override
    public List<String> metadata() throws IOException {
        return run(Operation.METADATA);
    }

    @Override
    public void insert(List<Sample> samples) throws IOException {
        assertThat(run(Operation.INSERT, samples.toArray(Sample[]::new))).isEmpty();
    }

    @Override
    public List<Sample> query() throws IOException {
        return run(Operation.QUERY).stream().map(Sample::parseLine).toList();
    }

    @Override
    public Sample prepared(Sample sample) throws IOException {
        return Sample.parseLine(runForOneLine(Operation.PREPARED, sample));
    }

    @Override
    public long streaming() throws IOException {
        return Long.parseLong(runForOneLine(Operation.STREAMING));
    }

    @Override
    public void transaction(Sample first, Sample second) throws IOException {
        assertThat(run(Operation.TRANSACTION, first, second)).isEmpty();
    }

    @Override
    public int error() throws IOException {
        return Integer.parseInt(runForOneLine(Operation.ERROR));
    }
}
