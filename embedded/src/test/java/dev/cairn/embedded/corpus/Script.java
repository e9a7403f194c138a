package dev.cairn.embedded.corpus;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Statements sent one after another to an empty database, and what the server answered to each. */
record Script(String id, String area, List<Step> steps) {
    record Step(
            String sql,
            @SerializedName("ok") boolean accepted,
            int errno,
            String sqlstate,
            String error,
            List<String> columns,
            List<List<String>> rows) {
        /** The recorder waited here until the named table's job was done; nothing was sent. */
        boolean isWait() {
            return sql.startsWith("WAIT ");
        }

        String waitsFor() {
            return sql.substring("WAIT ".length()).strip();
        }

        boolean begins(String words) {
            return sql.strip().toUpperCase(Locale.ROOT).startsWith(words);
        }

        boolean isLook() {
            return begins("SHOW") || begins("DESC") || begins("SELECT");
        }

        boolean showsTable() {
            return begins("SHOW CREATE TABLE");
        }
    }

    static List<Script> read(Path file) {
        Gson gson = new Gson();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            return lines.lines().map(line -> gson.fromJson(line, Script.class)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
