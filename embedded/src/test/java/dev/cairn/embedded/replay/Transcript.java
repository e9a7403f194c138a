package dev.cairn.embedded.replay;

import dev.cairn.catalog.PersistentMap;
import dev.cairn.embedded.protocol.Answer;
import dev.cairn.embedded.protocol.Answer.ResultColumn;
import dev.cairn.embedded.protocol.ResultColumnType;
import dev.cairn.engine.value.JsonReader;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The answers of a server to statements. A statement that was recorded several times has several answers, which are
 * replayed one after the other; the last one is then repeated. A transcript is immutable.
 *
 * <p>Letter case, backquotes, white space, a leading comment and trailing semicolons are ignored when a statement is
 * looked up.
 */
public final class Transcript {
    /** The transcript without answers. */
    public static final Transcript EMPTY = new Transcript(PersistentMap.empty());

    private final PersistentMap<List<Answer>> answers;

    private Transcript(PersistentMap<List<Answer>> answers) {
        this.answers = answers;
    }

    /** Returns a copy in which the next answer to a statement is a success without rows. */
    public Transcript withSuccess(String statement) {
        return with(statement, Answer.OK);
    }

    /** Returns a copy in which the next answer to a statement is an error. */
    public Transcript withRefusal(String statement, int errno, String sqlState, String message) {
        return with(statement, new Answer.Failure(errno, sqlState, message));
    }

    /** Returns a copy with an additional answer to a statement. */
    public Transcript with(String statement, Answer answer) {
        String key = key(statement);
        List<Answer> statementAnswers = new ArrayList<>(answers.get(key).orElse(List.of()));
        statementAnswers.add(answer);
        return new Transcript(answers.withEntry(key, List.copyOf(statementAnswers)));
    }

    /**
     * Returns a copy with an additional result set as the answer to a statement.
     *
     * @param columns the names of the columns; their type is VARCHAR
     * @param rows the rows; null values are NULL
     */
    public Transcript with(String statement, List<String> columns, List<? extends List<@Nullable String>> rows) {
        List<ResultColumn> resultColumns = columns.stream()
                .map(name -> new ResultColumn(name, ResultColumnType.varchar(65535)))
                .toList();
        return with(statement, new Answer.ResultRows(resultColumns, new ArrayList<>(rows)));
    }

    List<Answer> answers(String statement) {
        return answers.get(key(statement)).orElse(List.of());
    }

    static String key(String statement) {
        return statement
                .replaceAll("(?s)^\\s*/\\*.*?\\*/", "")
                .replace("`", "")
                .strip()
                .replaceAll(";+$", "")
                .replaceAll("\\s+", " ")
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    /**
     * Reads a file of recorded scripts. Each line is a JSON object with {@code id} and {@code steps}. Each step has
     * {@code sql} and {@code ok}. If {@code ok} is true, a step with a result set also has {@code columns} and
     * {@code rows}; otherwise it has {@code errno}, {@code sqlstate} and {@code error}.
     *
     * @return the transcripts by the ids of their scripts
     * @throws IOException if the file can't be read
     * @throws IllegalArgumentException if a line is malformed
     */
    public static Map<String, Transcript> read(Path file) throws IOException {
        Map<String, Transcript> transcripts = new LinkedHashMap<>();
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    Map<?, ?> script = requireObject(JsonReader.read(line));
                    transcripts.put(String.valueOf(script.get("id")), parseScript(script));
                }
            }
        }
        return transcripts;
    }

    private static Transcript parseScript(Map<?, ?> script) {
        Transcript transcript = EMPTY;
        for (Object step : listOrEmpty(script.get("steps"))) {
            transcript = addStep(transcript, requireObject(step));
        }
        return transcript;
    }

    private static Transcript addStep(Transcript transcript, Map<?, ?> step) {
        String statement = String.valueOf(step.get("sql"));
        if (!Boolean.TRUE.equals(step.get("ok"))) {
            int errno = ((Number) Objects.requireNonNull(step.get("errno"))).intValue();
            String sqlState = String.valueOf(step.get("sqlstate"));
            return transcript.with(statement, new Answer.Failure(errno, sqlState, String.valueOf(step.get("error"))));
        }
        if (step.get("columns") == null || step.get("columns") == JsonReader.NULL) {
            return transcript.with(statement, Answer.OK);
        }
        List<String> columns =
                listOrEmpty(step.get("columns")).stream().map(String::valueOf).toList();
        List<List<@Nullable String>> rows = new ArrayList<>();
        for (Object row : listOrEmpty(step.get("rows"))) {
            List<@Nullable String> values = new ArrayList<>();
            listOrEmpty(row).forEach(value -> values.add(value == JsonReader.NULL ? null : value.toString()));
            rows.add(values);
        }
        return transcript.with(statement, columns, rows);
    }

    private static Map<?, ?> requireObject(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("Not an object: " + value);
    }

    private static List<?> listOrEmpty(@Nullable Object value) {
        return value instanceof List<?> list ? list : List.of();
    }
}
