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

/** Statements that were sent one after another to an empty database, and the server's answer to each. */
public record Script(String id, String area, List<Step> steps) {
    public record Step(
            String sql,
            @SerializedName("ok") boolean isAccepted,
            int errno,
            String sqlstate,
            String error,
            List<String> columns,
            List<List<String>> rows) {
        /**
         * Returns whether this is no statement, but a point where the recorder waited for the job of a table to end.
         */
        public boolean isWait() {
            return sql.startsWith("WAIT ");
        }

        public String awaitedTable() {
            return sql.substring("WAIT ".length()).strip();
        }

        /** Returns whether the statement begins with keywords, which are given in upper case. */
        public boolean startsWith(String keywords) {
            return sql.strip().toUpperCase(Locale.ROOT).startsWith(keywords);
        }

        /** Returns whether the statement only reads. */
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
