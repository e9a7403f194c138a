package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command line client of MariaDB, whose output has a line for each row. */
final class CommandLineClient implements DatabaseClient {
    private static final Pattern ERROR_PATTERN = Pattern.compile("ERROR (\\d+) \\(\\w+\\)");

    private final Program program;

    CommandLineClient(ClientAddress address) {
        new Program(List.of("mariadb", "--version"), Map.of()).assumeSuccess("mariadb");
        program = new Program(
                List.of(
                        "mariadb",
                        "--no-defaults",
                        "--default-character-set=utf8mb4",
                        "-h127.0.0.1",
                        "-P" + address.port(),
                        "-uroot",
                        "--protocol=tcp",
                        "--skip-ssl",
                        "--batch",
                        "--skip-column-names",
                        "--quick",
                        address.database()),
                Map.of());
    }

    private List<String> run(String... statements) throws IOException {
        Program.Result result = program.run(List.of(), String.join(";\n", statements));
        assertThat(result.exitCode()).as(result.output()).isZero();
        return result.output().lines().toList();
    }

    @Override
    public String connect() throws IOException {
        return run("SELECT database()").get(0);
    }

    @Override
    public List<String> metadata() throws IOException {
        return run("SHOW COLUMNS FROM sample").stream()
                .map(line -> line.substring(0, line.indexOf('\t')))
                .toList();
    }

    @Override
    public void insert(List<Sample> samples) throws IOException {
        assertThat(run(samples.stream().map(Sample::renderInsert).toArray(String[]::new)))
                .isEmpty();
    }

    @Override
    public List<Sample> query() throws IOException {
        return run("SELECT * FROM sample ORDER BY id").stream()
                .map(CommandLineClient::read)
                .toList();
    }

    /** Parses a line. NULL is printed like the text NULL, which no sample contains. */
    private static Sample read(String line) {
        return Sample.parseLine(Arrays.stream(line.split("\t", -1))
                .map(value -> value.equals("NULL") ? "\\N" : value)
                .collect(Collectors.joining("\t")));
    }

    @Override
    public Sample prepared(Sample sample) {
        throw new MissingOperationException("sends `PREPARE` as the text that it is");
    }

    @Override
    public long streaming() throws IOException {
        return run(SELECT_NUMBERS).stream()
                .mapToLong(line -> Long.parseLong(line.substring(0, line.indexOf('\t'))))
                .sum();
    }

    @Override
    public void transaction(Sample first, Sample second) throws IOException {
        run("BEGIN", first.renderInsert(), "ROLLBACK", "BEGIN", second.renderInsert(), "COMMIT");
    }

    @Override
    public int error() throws IOException {
        Program.Result result = program.run(List.of("--force"), WRONG_QUERY + "; SELECT 'still here'");
        Matcher errorMatcher = ERROR_PATTERN.matcher(result.output());
        assertThat(errorMatcher.find()).as(result.output()).isTrue();
        assertThat(result.output()).contains("still here");
        return Integer.parseInt(errorMatcher.group(1));
    }
}
