package dev.cairn.embedded;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;

/**
 * An expression and its documented result.
 *
 * @param result the text that the server sends; NULL for the value NULL
 * @param page the page of StarRocks' documentation
 */
record FunctionCase(String expression, String result, String page) {
    private static final String RESOURCE_NAME = "function-cases.tsv";

    static List<FunctionCase> all() {
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                Objects.requireNonNull(FunctionCase.class.getResourceAsStream(RESOURCE_NAME), RESOURCE_NAME),
                StandardCharsets.UTF_8))) {
            return lines.lines()
                    .map(line -> line.split("\t", -1))
                    .map(fields -> new FunctionCase(fields[0], fields[1], fields[2]))
                    .toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
