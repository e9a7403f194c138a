package dev.cairn.clients;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What the clients have done, as two tables in docs/testing.md: a mark for each operation that has succeeded, and the
 * reasons why others do not exist. Rows of clients that are not installed here stay as they are.
 */
final class ClientTable {
    private static final Path PAGE = Path.of("..", "..", "docs", "testing.md");

    private final Map<String, Map<Operation, String>> results = new HashMap<>();

    /** Adds an operation that a client has done; or that it does not have, for a reason that is not empty. */
    void add(String client, Operation operation, String reason) {
        results.computeIfAbsent(client, name -> new EnumMap<>(Operation.class)).put(operation, reason);
    }

    /** Compares both tables with the page, or writes them. */
    void compare() throws IOException {
        String before = Files.readString(PAGE);
        String titles = Arrays.stream(Operation.values()).map(Operation::title).collect(Collectors.joining(" | "));
        String page = replace(before, "| client | " + titles + " |\n", this::marks);
        page = replace(page, "| client | operation | why it is missing |\n", this::reasons);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE));
    }

    /** Replaces the rows of a table, which follow its head and a line. */
    private String replace(String page, String head, Function<String, Stream<String>> rows) {
        assertThat(page).contains(head);
        int begin = page.indexOf('\n', page.indexOf(head) + head.length()) + 1;
        int end = begin;
        while (page.startsWith("|", end)) {
            end = page.indexOf('\n', end) + 1;
        }
        List<String> old = page.substring(begin, end).lines().toList();
        String table = KnownClient.ALL.stream()
                .map(KnownClient::name)
                .flatMap(client -> results.containsKey(client)
                        ? rows.apply(client)
                        : old.stream().filter(row -> row.startsWith("| " + client + " |")))
                .map(row -> row + "\n")
                .collect(Collectors.joining());
        return page.substring(0, begin) + table + page.substring(end);
    }

    private Stream<String> marks(String client) {
        Map<Operation, String> cells = results.getOrDefault(client, Map.of());
        return Stream.of("| " + client + " | "
                + Arrays.stream(Operation.values())
                        .map(operation -> !cells.containsKey(operation)
                                ? "fails"
                                : cells.get(operation).isEmpty() ? "✓" : "–")
                        .collect(Collectors.joining(" | "))
                + " |");
    }

    private Stream<String> reasons(String client) {
        return results.getOrDefault(client, Map.of()).entrySet().stream()
                .filter(cell -> !cell.getValue().isEmpty())
                .map(cell -> "| " + client + " | " + cell.getKey().title() + " | " + cell.getValue() + " |");
    }
}
