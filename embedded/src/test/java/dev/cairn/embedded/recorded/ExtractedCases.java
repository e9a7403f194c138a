package dev.cairn.embedded.recorded;

import dev.cairn.embedded.recorded.RecordedCase.Outcome;
import dev.cairn.embedded.recorded.RecordedCase.Step;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.CRC32;

/**
 * Extracts the recorded cases from {@code test/sql} of StarRocks' source.
 *
 * <pre>{@code
 * java -cp embedded/target/test-classes dev.cairn.embedded.recorded.ExtractedCases SOURCE/test/sql FACTS [PART/PARTS]
 * }</pre>
 *
 * <p>Left out are cases that need something besides a cluster: files, external catalogs, loads by other programs,
 * user-defined functions. In a query, nothing is known of rows that depend on the time, on chance or on the machine.
 */
final class ExtractedCases {
    private static final Pattern CASE = Pattern.compile("^-- name:[ \t]*(.*)$", Pattern.MULTILINE);
    private static final Pattern FLAG = Pattern.compile("^\\[(UC|ORDER|REGEX|R)]\\s*");
    private static final Pattern UNIQUE = Pattern.compile("\\$\\{uuid\\d*}");
    private static final Pattern QUERY = Pattern.compile("^\\(*\\s*(select|with|values)\\b", Pattern.CASE_INSENSITIVE);
    private static final String FUNCTION = "function:";

    private static final Pattern BESIDES = Pattern.compile(
            "shell:|trino:|spark:|hive:|arrow:|\\bfiles\\s*\\(|EXTERNAL\\s+(CATALOG|TABLE|RESOURCE)|prepare_data|broker"
                    + "|CREATE\\s+(GLOBAL\\s+)?(AGGREGATE\\s+|TABLE\\s+)?FUNCTION|ROUTINE\\s+LOAD|REPOSITORY|BACKUP|RESTORE"
                    + "|CREATE\\s+PIPE|SUBMIT\\s+TASK|admin\\s+(enable|disable)|_statistics_|CONCURRENCY|LOOP"
                    + "|enable_experimental|CREATE\\s+RESOURCE|WAREHOUSE|STORAGE\\s+VOLUME|sql_dialect|plan\\s+advisor"
                    + "|be_tablets|DICTIONARY|blackhole|\\bsample\\s*\\(|fe_memory|be_configs|\\[_META_]"
                    + "|EXECUTE\\s+(IMMEDIATE|AS)|CREATE\\s+(USER|ROLE)"
                    + "|ENGINE\\s*=\\s*['\"]?(mysql|hive|iceberg|hudi|jdbc|elasticsearch|file)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern VOLATILE = Pattern.compile(
            "\\b(now|current_timestamp|curdate|current_date|rand|random|uuid|uuid_numeric|sysdate|utc_timestamp|curtime"
                    + "|last_query_id|connection_id|current_version|host_name|version|sleep|localtime|unix_timestamp\\(\\s*\\)"
                    + "|inspect_\\w+|query_id|dict_mapping|get_query_profile)\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final long part;
    private final long parts;

    private ExtractedCases(Path folder, long part, long parts) {
        this.folder = folder;
        this.part = part;
        this.parts = parts;
    }

    /** Writes the file of facts. */
    public static void main(String... arguments) throws IOException {
        String[] share = (arguments.length > 2 ? arguments[2] : "0/1").split("/", -1);
        ExtractedCases extracted =
                new ExtractedCases(Path.of(arguments[0]), Long.parseLong(share[0]), Long.parseLong(share[1]));
        List<String> lines = new ArrayList<>();
        for (RecordedCase each : extracted.all()) {
            lines.addAll(each.lines());
        }
        Files.write(Path.of(arguments[1]), lines);
    }

    private List<RecordedCase> all() throws IOException {
        List<RecordedCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> recorded = files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("R"))
                    .sorted()
                    .toList();
            for (Path file : recorded) {
                String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
                addCases(folder.relativize(file).toString(), text, cases);
            }
        }
        return cases;
    }

    private void addCases(String file, String text, List<RecordedCase> cases) {
        List<String> names = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        List<Integer> ends = new ArrayList<>();
        Matcher matcher = CASE.matcher(text);
        while (matcher.find()) {
            names.add(matcher.group(1).strip());
            starts.add(matcher.end());
            ends.add(matcher.start());
        }
        ends.add(text.length());
        for (int i = 0; i < names.size(); i++) {
            String name = file + "#" + names.get(i);
            String body = text.substring(starts.get(i), ends.get(i + 1));
            if (hash(name) % parts == part && !BESIDES.matcher(body).find()) {
                String unique = "u%08x".formatted(hash(names.get(i)));
                List<Step> steps = steps(body, unique);
                if (steps.stream().anyMatch(step -> step.outcome() == Outcome.ROWS)) {
                    cases.add(new RecordedCase(name, steps));
                }
            }
        }
    }

    private static long hash(String text) {
        CRC32 hash = new CRC32();
        hash.update(text.getBytes(StandardCharsets.UTF_8));
        return hash.getValue();
    }

    private static List<Step> steps(String body, String unique) {
        List<Step> steps = new ArrayList<>();
        StringBuilder statements = new StringBuilder();
        List<String> rows = null;
        for (String line : body.split("\n", -1)) {
            if (rows != null) {
                if (line.strip().equals("-- !result")) {
                    List<String> texts = StatementSplit.of(statements.toString());
                    for (int i = 0; i < texts.size(); i++) {
                        steps.add(step(texts.get(i), i == texts.size() - 1 ? rows : null, unique));
                    }
                    statements.setLength(0);
                    rows = null;
                } else {
                    rows.add(line);
                }
            } else if (line.strip().equals("-- result:")) {
                rows = new ArrayList<>();
            } else {
                statements.append(line).append('\n');
            }
        }
        StatementSplit.of(statements.toString()).forEach(text -> steps.add(step(text, null, unique)));
        return steps;
    }

    /** @param rows the recorded rows; null if none are recorded */
    private static Step step(String text, List<String> rows, String unique) {
        String sql = UNIQUE.matcher(text).replaceAll(unique);
        boolean certain = true;
        Matcher flag = FLAG.matcher(sql);
        while (flag.find()) {
            certain &= !flag.group(1).equals("UC");
            sql = sql.substring(flag.end());
            flag = FLAG.matcher(sql);
        }
        if (sql.startsWith(FUNCTION)) {
            return new Step(sql, Outcome.WAIT, List.of());
        }
        if (rows == null) {
            return new Step(sql, Outcome.UNKNOWN, List.of());
        }
        String first = rows.isEmpty() ? "" : rows.get(0);
        if (rows.stream().anyMatch(row -> row.startsWith("E:"))) {
            return new Step(sql, Outcome.REFUSED, List.of());
        }
        boolean known =
                QUERY.matcher(sql).find() && certain && !VOLATILE.matcher(sql).find() && !first.startsWith("[REGEX]");
        return known ? new Step(sql, Outcome.ROWS, withoutBlankEnds(rows)) : new Step(sql, Outcome.UNKNOWN, List.of());
    }

    /** Returns the lines of a result without empty ones at its beginning and its end. */
    static List<String> withoutBlankEnds(List<String> rows) {
        int from = 0;
        int to = rows.size();
        while (from < to && rows.get(from).isEmpty()) {
            from++;
        }
        while (to > from && rows.get(to - 1).isEmpty()) {
            to--;
        }
        return rows.subList(from, to);
    }

    /** Splits the text of several statements. A line that begins with {@code function:} ends without a semicolon. */
    private static final class StatementSplit {
        private final List<String> statements = new ArrayList<>();
        private final StringBuilder statement = new StringBuilder();

        static List<String> of(String text) {
            StatementSplit split = new StatementSplit();
            split.read(text);
            split.end();
            return split.statements;
        }

        private void read(String text) {
            int at = 0;
            while (at < text.length()) {
                char c = text.charAt(at);
                int next = at + 1;
                if (c == '\'' || c == '"' || c == '`') {
                    next = endOfQuoted(text, at);
                    statement.append(text, at, next);
                } else if (isComment(text, at)) {
                    int end = text.indexOf('\n', at);
                    next = end < 0 ? text.length() : end + 1;
                    statement.append('\n');
                } else if (c == ';'
                        || (c == '\n' && statement.toString().strip().startsWith(FUNCTION))) {
                    end();
                } else {
                    statement.append(c);
                }
                at = next;
            }
        }

        private static boolean isComment(String text, int at) {
            return text.startsWith("--", at)
                    && (at + 2 >= text.length() || Character.isWhitespace(text.charAt(at + 2)));
        }

        private static int endOfQuoted(String text, int start) {
            char quote = text.charAt(start);
            for (int at = start + 1; at < text.length(); at++) {
                if (text.charAt(at) == '\\' && quote != '`') {
                    at++;
                } else if (text.charAt(at) == quote) {
                    return at + 1;
                }
            }
            return text.length();
        }

        private void end() {
            String text = statement.toString().strip();
            if (!text.isEmpty()) {
                statements.add(text);
            }
            statement.setLength(0);
        }
    }
}
