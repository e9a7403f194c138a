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
 * java -cp embedded/target/test-classes dev.cairn.embedded.recorded.CaseExtractor SOURCE/test/sql FACTS [PART/PARTS]
 * }</pre>
 *
 * <p>Cases that need more than a cluster are omitted: those with files, external catalogs, loads by other programs, or
 * user-defined functions. Rows that depend on the time, on chance or on the machine are recorded as unknown.
 */
final class CaseExtractor {
    private static final Pattern CASE_NAME = Pattern.compile("^-- name:[ \t]*(.*)$", Pattern.MULTILINE);
    private static final Pattern FLAG = Pattern.compile("^\\[(UC|ORDER|REGEX|R)]\\s*");
    private static final Pattern UNIQUE_NAME = Pattern.compile("\\$\\{uuid\\d*}");
    private static final Pattern QUERY = Pattern.compile("^\\(*\\s*(select|with|values)\\b", Pattern.CASE_INSENSITIVE);
    private static final String FUNCTION_PREFIX = "function:";

    private static final Pattern EXCLUDED_PATTERN = Pattern.compile(
            "shell:|trino:|spark:|hive:|arrow:|\\bfiles\\s*\\(|EXTERNAL\\s+(CATALOG|TABLE|RESOURCE)|prepare_data|broker"
                    + "|CREATE\\s+(GLOBAL\\s+)?(AGGREGATE\\s+|TABLE\\s+)?FUNCTION|ROUTINE\\s+LOAD|REPOSITORY|BACKUP|RESTORE"
                    + "|CREATE\\s+PIPE|SUBMIT\\s+TASK|admin\\s+(enable|disable)|_statistics_|CONCURRENCY|LOOP"
                    + "|enable_experimental|CREATE\\s+RESOURCE|WAREHOUSE|STORAGE\\s+VOLUME|sql_dialect|plan\\s+advisor"
                    + "|be_tablets|DICTIONARY|blackhole|\\bsample\\s*\\(|fe_memory|be_configs|\\[_META_]"
                    + "|EXECUTE\\s+(IMMEDIATE|AS)|CREATE\\s+(USER|ROLE)"
                    + "|ENGINE\\s*=\\s*['\"]?(mysql|hive|iceberg|hudi|jdbc|elasticsearch|file)",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern VOLATILE_FUNCTION_PATTERN = Pattern.compile(
            "\\b(now|current_timestamp|curdate|current_date|rand|random|uuid|uuid_numeric|sysdate|utc_timestamp|curtime"
                    + "|last_query_id|connection_id|current_version|host_name|version|sleep|localtime|unix_timestamp\\(\\s*\\)"
                    + "|inspect_\\w+|query_id|dict_mapping|get_query_profile)\\s*\\(",
            Pattern.CASE_INSENSITIVE);

    private final Path folder;
    private final long partNumber;
    private final long partCount;

    private CaseExtractor(Path folder, long partNumber, long partCount) {
        this.folder = folder;
        this.partNumber = partNumber;
        this.partCount = partCount;
    }

    /** Writes the file of facts. */
    public static void main(String... arguments) throws IOException {
        String[] partAndCount = (arguments.length > 2 ? arguments[2] : "0/1").split("/", -1);
        CaseExtractor extractor = new CaseExtractor(
                Path.of(arguments[0]), Long.parseLong(partAndCount[0]), Long.parseLong(partAndCount[1]));
        List<String> lines = new ArrayList<>();
        for (RecordedCase recordedCase : extractor.extract()) {
            lines.addAll(recordedCase.toLines());
        }
        Files.write(Path.of(arguments[1]), lines);
    }

    private List<RecordedCase> extract() throws IOException {
        List<RecordedCase> cases = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> recordedFiles = files.filter(Files::isRegularFile)
                    .filter(file -> file.getParent().endsWith("R"))
                    .sorted()
                    .toList();
            for (Path file : recordedFiles) {
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
        Matcher nameMatcher = CASE_NAME.matcher(text);
        while (nameMatcher.find()) {
            names.add(nameMatcher.group(1).strip());
            starts.add(nameMatcher.end());
            ends.add(nameMatcher.start());
        }
        ends.add(text.length());
        for (int i = 0; i < names.size(); i++) {
            String name = file + "#" + names.get(i);
            String body = text.substring(starts.get(i), ends.get(i + 1));
            if (hash(name) % partCount == partNumber
                    && !EXCLUDED_PATTERN.matcher(body).find()) {
                String uniqueName = "u%08x".formatted(hash(names.get(i)));
                List<Step> steps = steps(body, uniqueName);
                if (steps.stream().anyMatch(step -> step.outcome() == Outcome.ROWS)) {
                    cases.add(new RecordedCase(name, steps));
                }
            }
        }
    }

    private static long hash(String text) {
        CRC32 checksum = new CRC32();
        checksum.update(text.getBytes(StandardCharsets.UTF_8));
        return checksum.getValue();
    }

    private static List<Step> steps(String body, String uniqueName) {
        List<Step> steps = new ArrayList<>();
        StringBuilder statements = new StringBuilder();
        List<String> rows = null;
        for (String line : body.split("\n", -1)) {
            if (rows != null) {
                if (line.strip().equals("-- !result")) {
                    List<String> texts = StatementSplitter.split(statements.toString());
                    for (int i = 0; i < texts.size(); i++) {
                        steps.add(step(texts.get(i), i == texts.size() - 1 ? rows : null, uniqueName));
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
        StatementSplitter.split(statements.toString()).forEach(text -> steps.add(step(text, null, uniqueName)));
        return steps;
    }

    /** @param rows the recorded rows; null if none are recorded */
    private static Step step(String text, List<String> rows, String uniqueName) {
        String sql = UNIQUE_NAME.matcher(text).replaceAll(uniqueName);
        boolean isCertain = true;
        Matcher flag = FLAG.matcher(sql);
        while (flag.find()) {
            isCertain &= !flag.group(1).equals("UC");
            sql = sql.substring(flag.end());
            flag = FLAG.matcher(sql);
        }
        if (sql.startsWith(FUNCTION_PREFIX)) {
            return new Step(sql, Outcome.WAIT, List.of());
        }
        if (rows == null) {
            return new Step(sql, Outcome.UNKNOWN, List.of());
        }
        String firstRow = rows.isEmpty() ? "" : rows.get(0);
        if (rows.stream().anyMatch(row -> row.startsWith("E:"))) {
            return new Step(sql, Outcome.REFUSED, List.of());
        }
        boolean isKnown = QUERY.matcher(sql).find()
                && isCertain
                && !VOLATILE_FUNCTION_PATTERN.matcher(sql).find()
                && !firstRow.startsWith("[REGEX]");
        return isKnown
                ? new Step(sql, Outcome.ROWS, withoutBlankEnds(rows))
                : new Step(sql, Outcome.UNKNOWN, List.of());
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
    private static final class StatementSplitter {
        private final List<String> statements = new ArrayList<>();
        private final StringBuilder statement = new StringBuilder();

        static List<String> split(String text) {
            StatementSplitter splitter = new StatementSplitter();
            splitter.read(text);
            splitter.endStatement();
            return splitter.statements;
        }

        private void read(String text) {
            int index = 0;
            while (index < text.length()) {
                char character = text.charAt(index);
                int next = index + 1;
                if (character == '\'' || character == '"' || character == '`') {
                    next = endOfQuoted(text, index);
                    statement.append(text, index, next);
                } else if (isComment(text, index)) {
                    int end = text.indexOf('\n', index);
                    next = end < 0 ? text.length() : end + 1;
                    statement.append('\n');
                } else if (character == ';'
                        || (character == '\n' && statement.toString().strip().startsWith(FUNCTION_PREFIX))) {
                    endStatement();
                } else {
                    statement.append(character);
                }
                index = next;
            }
        }

        private static boolean isComment(String text, int index) {
            return text.startsWith("--", index)
                    && (index + 2 >= text.length() || Character.isWhitespace(text.charAt(index + 2)));
        }

        private static int endOfQuoted(String text, int start) {
            char quote = text.charAt(start);
            for (int index = start + 1; index < text.length(); index++) {
                if (text.charAt(index) == '\\' && quote != '`') {
                    index++;
                } else if (text.charAt(index) == quote) {
                    return index + 1;
                }
            }
            return text.length();
        }

        private void endStatement() {
            String text = statement.toString().strip();
            if (!text.isEmpty()) {
                statements.add(text);
            }
            statement.setLength(0);
        }
    }
}
