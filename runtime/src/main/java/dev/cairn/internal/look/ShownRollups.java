package dev.cairn.internal.look;

import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Column;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PersistentMap;
import dev.cairn.catalog.Refusal;
import dev.cairn.catalog.Rollup;
import dev.cairn.catalog.Table;
import dev.cairn.engine.context.Session;
import dev.cairn.plan.part.ObjectName;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.RollupDefinition;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Statement.QueryText;
import dev.cairn.sql.token.SqlSyntaxException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Determines the rollups of tables, with or without a query. Only SHOW MATERIALIZED VIEWS lists them, and it shows no
 * more than a text of each. If this text matches that of the expected rollup, the rollup counts as unchanged.
 */
final class ShownRollups {
    private final ShownObjectReader reading;
    private final DatabaseListing contents;
    private final PersistentMap<Table> expectedTables;
    private final RollupColumns columns;
    private final List<ReflectionGap> gaps;

    /** Reads the names of a rollup's columns, in their order; empty if they are not available. */
    @FunctionalInterface
    interface RollupColumns {
        List<String> of(ObjectName table, String rollup);
    }

    /** @param gaps receives the rollups that can't be read */
    ShownRollups(
            ShownObjectReader reading,
            DatabaseListing contents,
            Catalog expectedTables,
            RollupColumns columns,
            List<ReflectionGap> gaps) {
        this.reading = reading;
        this.columns = columns;
        this.contents = contents;
        this.expectedTables = expectedTables
                .database(contents.database())
                .map(Database::tables)
                .orElse(PersistentMap.empty());
        this.gaps = gaps;
    }

    Catalog addedTo(Catalog live) {
        Catalog catalog = live;
        for (MaterializedViewStatus state : contents.states()) {
            if (state.synchronous()) {
                catalog = with(catalog, state);
            }
        }
        return catalog;
    }

    private Catalog with(Catalog live, MaterializedViewStatus state) {
        RollupText text = new RollupText(state.text());
        Database database = live.database(contents.database()).orElseThrow();
        for (Table table : database.tables().values()) {
            Optional<Rollup> expected = expectedTables.get(table.name()).stream()
                    .flatMap(same -> same.rollups().stream())
                    .filter(rollup -> rollup.name().equalsIgnoreCase(state.name()) && text.isOf(table.name(), rollup))
                    .findFirst();
            if (expected.isPresent()) {
                List<Rollup> rollups = new ArrayList<>(table.rollups());
                rollups.add(expected.get());
                return live.with(database.with(table.withRollups(rollups)));
            }
        }
        return read(live, database, state, text);
    }

    /** Adds an unexpected rollup to its table, if that table is in the catalog. */
    private Catalog read(Catalog live, Database database, MaterializedViewStatus state, RollupText text) {
        Optional<Table> table = tables(database).stream()
                .filter(candidate -> text.isFrom(candidate.name()))
                .findFirst();
        if (table.isEmpty()) {
            return live;
        }
        try {
            Statement statement = text.columns()
                    .filter(columns -> columns.stream()
                            .allMatch(column -> table.get().column(column).isPresent()))
                    .<Statement>map(columns -> added(table.get(), state.name(), columns))
                    .orElseGet(() -> Sql.parse(separated(live, database, table.get(), state)));
            return applied(live, database, statement);
        } catch (SqlSyntaxException | Refusal unknown) {
            gaps.add(new ReflectionGap(
                    new ObjectName(database.name(), table.get().name()),
                    "its rollup " + state.name() + " can't be reconstructed from the text in SHOW MATERIALIZED VIEWS: "
                            + state.text()));
            return live;
        }
    }

    private Catalog applied(Catalog live, Database database, Statement statement) {
        return reading.engine()
                .apply(live, new Session(database.name()), statement)
                .catalog();
    }

    /**
     * Separates joined words in the text. Among all readings, it selects the one that yields the rollup's actual
     * columns.
     */
    private String separated(Catalog live, Database database, Table table, MaterializedViewStatus state) {
        Set<String> names = new HashSet<>();
        names.add(state.name());
        names.add(database.name());
        tables(database).forEach(other -> names.add(other.name()));
        table.columns().forEach(column -> names.add(column.name()));
        List<String> described = columns.of(new ObjectName(database.name(), table.name()), state.name());
        return new SqueezedStatement(state.text(), names)
                .firstThat(text -> columns(live, database, table, state, text)
                        .filter(actual -> described.isEmpty() || described.equals(actual))
                        .isPresent());
    }

    private Optional<List<String>> columns(
            Catalog live, Database database, Table table, MaterializedViewStatus state, String text) {
        try {
            return applied(live, database, Sql.parse(text)).table(database.name(), table.name()).stream()
                    .flatMap(after -> after.rollups().stream())
                    .filter(rollup -> rollup.name().equals(state.name()))
                    .map(rollup -> rollup.columns().stream().map(Column::name).toList())
                    .findFirst();
        } catch (SqlSyntaxException | Refusal unknown) {
            return Optional.empty();
        }
    }

    private static List<Table> tables(Database database) {
        List<Table> tables = new ArrayList<>();
        database.tables().values().forEach(tables::add);
        return tables;
    }

    private static Statement added(Table table, String name, List<String> columns) {
        List<Name> names = columns.stream()
                .map(column -> Name.of(table.column(column).map(Column::name).orElse(column)))
                .toList();
        RollupDefinition rollup = new RollupDefinition(Name.of(name), names, List.of(), null, List.of(), Span.NONE);
        return new Statement.AlterTable(
                QualifiedName.of(table.name()), List.of(new AlterClause.AddRollup(rollup, Span.NONE)), Span.NONE);
    }

    /**
     * The text of a rollup in SHOW MATERIALIZED VIEWS. For a rollup with a query, this is the statement that created
     * it, from which line breaks and tabs were removed, so that words may be joined. For any other rollup, it is a
     * query that might have created it.
     */
    private static final class RollupText {
        private static final Pattern WITHOUT_QUERY =
                Pattern.compile("create materialized view (.+?) as select (.*) from (.+) group by (.*)");

        /** {@code SUM(v)}; {@code NONE(v)} for a column that is not aggregated. */
        private static final Pattern AGGREGATED = Pattern.compile("[A-Z_0-9]+\\((.*)\\)");

        /** The possible continuations of a table's name, even without a blank before them. */
        private static final String GOES_ON = "(?=\\W|$|WHERE\\b|GROUP\\s+BY\\b|ORDER\\s+BY\\b)";

        private final String text;
        private final Matcher withoutQuery;

        RollupText(String text) {
            this.text = text;
            this.withoutQuery = WITHOUT_QUERY.matcher(text);
        }

        /** Whether this may be the text of a certain rollup. For some rollups, the server shows an empty text. */
        boolean isOf(String table, Rollup rollup) {
            QueryText query = rollup.query();
            if (query != null) {
                return squeezed(text).endsWith("as" + squeezed(query.text()));
            }
            return text.isEmpty()
                    || (withoutQuery.matches()
                            && withoutQuery.group(3).equals(table)
                            && columns()
                                    .orElse(List.of())
                                    .equals(rollup.columns().stream()
                                            .map(Column::name)
                                            .toList()));
        }

        /** Whether this may be the text of a rollup of a certain table. */
        boolean isFrom(String table) {
            return (withoutQuery.matches() && withoutQuery.group(3).equals(table))
                    || Pattern.compile("(?i)from\\s*(`?\\w+`?\\.)*`?" + Pattern.quote(table) + GOES_ON)
                            .matcher(text)
                            .find();
        }

        /** Returns the columns in their order, keys first; empty if the rollup has a query. */
        Optional<List<String>> columns() {
            return withoutQuery.matches()
                    ? Optional.of(Stream.of(withoutQuery.group(2).split(",", -1))
                            .map(RollupText::plain)
                            .toList())
                    : Optional.empty();
        }

        private static String plain(String column) {
            Matcher aggregated = AGGREGATED.matcher(column);
            return aggregated.matches() ? aggregated.group(1) : column;
        }

        private static String squeezed(String text) {
            return text.replaceAll("\\s+|;\\s*$", "").toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Separates the words of a statement from which line breaks and tabs were removed, so that words of adjacent lines are
     * joined: {@code sum(qty)FROM saleGROUP BY day}. Keywords and the names of tables and columns show where words end. If
     * there are several readings, they are tried one after another.
     */
    static final class SqueezedStatement {
        /** The words that may end or begin a line of such a statement. */
        private static final Set<String> KEYWORDS = Set.of(
                "CREATE",
                "MATERIALIZED",
                "VIEW",
                "COMMENT",
                "PROPERTIES",
                "AS",
                "SELECT",
                "DISTINCT",
                "FROM",
                "WHERE",
                "GROUP",
                "BY",
                "ORDER",
                "AND",
                "OR",
                "NOT",
                "CASE",
                "WHEN",
                "THEN",
                "ELSE",
                "END",
                "IS",
                "NULL",
                "IN",
                "LIKE",
                "BETWEEN",
                "CAST",
                "DIV",
                "MOD",
                "REGEXP",
                "RLIKE",
                "INTERVAL",
                "TRUE",
                "FALSE",
                "ASC",
                "DESC");

        private static final int MOST_WAYS = 200;

        /** The maximum number of readings to try. Statements with many unknown words have more. */
        private static final int MOST_READINGS = 400;

        private static final int LONGEST_SPLIT_WORD = 80;

        private final Set<String> known = new HashSet<>();
        /** The parts of the text, each with its possible readings, the most likely one first. */
        private final List<List<String>> parts = new ArrayList<>();

        /** @param names the names of tables and columns that the statement may contain */
        SqueezedStatement(String text, Set<String> names) {
            KEYWORDS.forEach(keyword -> known.add(lower(keyword)));
            names.forEach(name -> known.add(lower(name)));
            int from = 0;
            while (from < text.length()) {
                int to = end(text, from);
                String part = text.substring(from, to);
                boolean word = isWord(text.charAt(from));
                boolean quotedBefore = from > 0 && isQuote(text.charAt(from - 1));
                if (word && quotedBefore) {
                    parts.add(List.of(" ")); // `m`AS
                }
                parts.add(word ? ways(part) : List.of(part));
                from = to;
            }
        }

        /** Returns the first reading that matches, or the unchanged text if none does. */
        String firstThat(Predicate<String> right) {
            PriorityQueue<List<Integer>> next = new PriorityQueue<>(Comparator.<List<Integer>>comparingInt(
                            ways -> ways.stream().mapToInt(Integer::intValue).sum())
                    .thenComparing(Object::toString));
            List<Integer> first = parts.stream().map(part -> 0).toList();
            Set<List<Integer>> seen = new HashSet<>(Set.of(first));
            next.add(first);
            for (int i = 0; i < MOST_READINGS && !next.isEmpty(); i++) {
                List<Integer> ways = next.remove();
                String reading = reading(ways);
                if (right.test(reading)) {
                    return reading;
                }
                for (int part = 0; part < parts.size(); part++) {
                    if (ways.get(part) + 1 < parts.get(part).size()) {
                        List<Integer> other = new ArrayList<>(ways);
                        other.set(part, ways.get(part) + 1);
                        if (seen.add(other)) {
                            next.add(other);
                        }
                    }
                }
            }
            return reading(first);
        }

        private String reading(List<Integer> ways) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < parts.size(); i++) {
                text.append(parts.get(i).get(ways.get(i)));
            }
            return text.toString();
        }

        /** Returns the end of the next token: a word, a quoted text, or a single character. */
        private static int end(String text, int from) {
            char first = text.charAt(from);
            int to = from + 1;
            if (isWord(first)) {
                while (to < text.length() && isWord(text.charAt(to))) {
                    to++;
                }
            } else if (isQuote(first)) {
                while (to < text.length() && text.charAt(to) != first) {
                    to += text.charAt(to) == '\\' && first != '`' ? 2 : 1;
                }
                to = Math.min(to + 1, text.length());
            }
            return to;
        }

        private static boolean isWord(char c) {
            return Character.isLetterOrDigit(c) || c == '_' || c == '$';
        }

        private static boolean isQuote(char c) {
            return c == '\'' || c == '"' || c == '`';
        }

        private List<String> ways(String word) {
            if (isKnown(word) || word.length() > LONGEST_SPLIT_WORD) {
                return List.of(word);
            }
            List<List<String>> ways = new ArrayList<>();
            split(word, List.of(), ways);
            return ways.stream()
                    .sorted(Comparator.<List<String>>comparingLong(this::unknown)
                            .thenComparingLong(pieces -> pieces.size() - changesOfCase(pieces))
                            .thenComparingLong(pieces -> -pieces.size()))
                    .map(pieces -> String.join(" ", pieces))
                    .toList();
        }

        /** Line breaks occur before or after a keyword, so words are split only there. */
        private void split(String rest, List<String> before, List<List<String>> ways) {
            ways.add(with(before, rest));
            if (ways.size() >= MOST_WAYS) {
                return;
            }
            for (int i = 1; i < rest.length(); i++) {
                String head = rest.substring(0, i);
                String tail = rest.substring(i);
                boolean number = isNumber(head) && !Character.isDigit(tail.charAt(0));
                if (number
                        || isKeyword(head)
                        || KEYWORDS.stream().anyMatch(tail.toUpperCase(Locale.ROOT)::startsWith)) {
                    split(tail, with(before, head), ways);
                }
            }
        }

        private static List<String> with(List<String> pieces, String next) {
            List<String> more = new ArrayList<>(pieces);
            more.add(next);
            return more;
        }

        private long unknown(List<String> pieces) {
            return pieces.stream().filter(piece -> !isKnown(piece)).count();
        }

        private boolean isKnown(String word) {
            return known.contains(lower(word)) || isNumber(word);
        }

        private static boolean isNumber(String word) {
            return word.chars().allMatch(Character::isDigit);
        }

        /** {@code AStotal} is more likely to be two words than {@code astotal}. */
        private static long changesOfCase(List<String> pieces) {
            return IntStream.range(1, pieces.size())
                    .filter(i -> {
                        String before = pieces.get(i - 1);
                        char last = before.charAt(before.length() - 1);
                        char next = pieces.get(i).charAt(0);
                        return Character.isUpperCase(last) != Character.isUpperCase(next)
                                && Character.isLetter(last)
                                && Character.isLetter(next);
                    })
                    .count();
        }

        private static boolean isKeyword(String word) {
            return KEYWORDS.contains(word.toUpperCase(Locale.ROOT));
        }

        private static String lower(String word) {
            return word.toLowerCase(Locale.ROOT);
        }
    }
}
