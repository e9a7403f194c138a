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
 * The two tables of clients in docs/testing.md: one has a mark for each operation that succeeded, and the other the
 * reason for each operation that a client lacks. Rows of clients that are not installed here stay as they are.
 */
final class ClientTable {
    private static final Path PAGE_FILE = Path.of("..", "..", "docs", "testing.md");

    private final Map<String, Map<Operation, String>> reasonsByClient = new HashMap<>();

    /**
     * Adds an operation of a client; the reason is empty if the operation succeeded, and says otherwise why it is
     * missing.
     */
    void add(String client, Operation operation, String reason) {
        reasonsByClient
                .computeIfAbsent(client, name -> new EnumMap<>(Operation.class))
                .put(operation, reason);
    }

    /** Requires that the page has both tables, or writes them if the goldens are updated. */
    void requireUpToDate() throws IOException {
        String oldPage = Files.readString(PAGE_FILE);
        String operationTitles =
                Arrays.stream(Operation.values()).map(Operation::title).collect(Collectors.joining(" | "));
        String page = replaceRows(oldPage, "| client | " + operationTitles + " |\n", this::renderMarks);
        page = replaceRows(page, "| client | operation | why it is missing |\n", this::renderReasons);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGE_FILE, page);
        }
        assertThat(page).isEqualTo(Files.readString(PAGE_FILE));
    }

    /** Replaces the rows of a table, which follow its header and a separator line. */
    private String replaceRows(String page, String header, Function<String, Stream<String>> rows) {
        assertThat(page).contains(header);
        int start = page.indexOf('\n', page.indexOf(header) + header.length()) + 1;
        int end = start;
        while (page.startsWith("|", end)) {
            end = page.indexOf('\n', end) + 1;
        }
        List<String> oldRows = page.substring(start, end).lines().toList();
        String newRows = KnownClient.ALL.stream()
                .map(KnownClient::name)
                .flatMap(client -> reasonsByClient.containsKey(client)
                        ? rows.apply(client)
                        : oldRows.stream().filter(row -> row.startsWith("| " + client + " |")))
                .map(row -> row + "\n")
                .collect(Collectors.joining());
        return page.substring(0, start) + newRows + page.substring(end);
    }

    private Stream<String> renderMarks(String client) {
        Map<Operation, String> cells = reasonsByClient.getOrDefault(client, Map.of());
        return Stream.of("| " + client + " | "
                + Arrays.stream(Operation.values())
                        .map(operation -> !cells.containsKey(operation)
                                ? "fails"
                                : cells.get(operation).isEmpty() ? "✓" : "–")
                        .collect(Collectors.joining(" | "))
                + " |");
    }

    private Stream<String> renderReasons(String client) {
        return reasonsByClient.getOrDefault(client, Map.of()).entrySet().stream()
                .filter(cell -> !cell.getValue().isEmpty())
                .map(cell -> "| " + client + " | " + cell.getKey().title() + " | " + cell.getValue() + " |");
    }
}
