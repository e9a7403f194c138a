package dev.cairn.corpus;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.Gson;
import com.google.gson.annotations.SerializedName;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.List;
import java.util.Locale;

/** Statements sent one after another to an empty database, and what the server answered to each. */
public record Script(String id, String area, List<Step> steps) {
    public record Step(
            String sql,
            @SerializedName("ok") boolean isAccepted,
            int errno,
            String sqlstate,
            String error,
            List<String> columns,
            List<List<String>> rows) {
        /** The recorder waited here until the named table's job was done; nothing was sent. */
        public boolean isWait() {
            return sql.startsWith("WAIT ");
        }

        public String awaitedTable() {
            return sql.substring("WAIT ".length()).strip();
        }

        /** Whether the statement begins with words in capitals. */
        public boolean startsWith(String words) {
            return sql.strip().toUpperCase(Locale.ROOT).startsWith(words);
        }

        /** Nothing is changed by it. */
        public boolean isQuery() {
            return startsWith("SHOW") || startsWith("DESC") || startsWith("SELECT");
        }
    }

    static List<Script> read(URL file) {
        Gson gson = new Gson();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(file.openStream(), UTF_8))) {
            return lines.lines().map(line -> gson.fromJson(line, Script.class)).toList();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
