package dev.cairn.processor.check.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.finding.Severity;
import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.Declarations;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.finding.CompileRule;
import dev.cairn.processor.finding.Finding;
import dev.cairn.processor.finding.Findings;
import dev.cairn.processor.finding.Place;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.ObjectDeclaration;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.DeclaredRowType;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.query.QueryMethods;
import dev.cairn.profile.ServerProfile;
import dev.cairn.random.Breadth;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Tests recorded queries and expressions as statements of methods: those that a server refused must not compile. The
 * short form has a sample of the expressions.
 */
@Tag(Breadth.LONG)
class RecordedStatementsTest {
    /** The types whose values a server does not return, so that a query returns a number of them. */
    private static final Set<PrimitiveType> SKETCH_TYPES =
            EnumSet.of(PrimitiveType.BITMAP, PrimitiveType.HLL, PrimitiveType.PERCENTILE);

    /** The table of the recorded expressions. */
    private static final String CREATE_TABLE_SQL = """
            CREATE TABLE x (
              k INT NOT NULL, b BOOLEAN, t1 TINYINT, s2 SMALLINT, i4 INT, i8 BIGINT, i16 LARGEINT, f4 FLOAT, f8 DOUBLE,
              d9 DECIMAL(9,2), d18 DECIMAL(18,4), d38 DECIMAL(38,6), c CHAR(8), v VARCHAR(20), s STRING, d DATE,
              dt DATETIME, j JSON, vb VARBINARY(20), bm BITMAP, h HLL, pc PERCENTILE, ai ARRAY<INT>,
              av ARRAY<VARCHAR(10)>, m MAP<INT,VARCHAR(10)>, st STRUCT<x INT, y DATE>, ad ARRAY<DOUBLE>,
              nn INT NOT NULL, vn VARCHAR(20) NOT NULL)
            PRIMARY KEY (k) DISTRIBUTED BY HASH (k)""";

    /** The same table as a record. */
    private static final String PROBE_SOURCE = """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.type.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import org.jspecify.annotations.*;
            @NullMarked @Schema(name = "probe", value = Probe.X.class)
            interface Probe {
            record Struct(@Nullable Integer x, @Nullable LocalDate y) {}
            @Table @PrimaryKey("k") @DistributedByHash("k")
            record X(
                int k, @Nullable Boolean b, @Nullable Byte t1, @Nullable Short s2, @Nullable Integer i4,
                @Nullable Long i8, @Nullable BigInteger i16, @Nullable Float f4, @Nullable Double f8,
                @Nullable @Decimal(precision = 9, scale = 2) BigDecimal d9,
                @Nullable @Decimal(precision = 18, scale = 4) BigDecimal d18,
                @Nullable @Decimal(precision = 38, scale = 6) BigDecimal d38,
                @Nullable @Char(8) String c, @Nullable @Varchar(20) String v, @Nullable String s,
                @Nullable LocalDate d, @Nullable LocalDateTime dt, @Nullable @Json String j,
                byte @Nullable @Varbinary(20) [] vb, @Nullable Bitmap bm, @Nullable Hll h, @Nullable Percentile pc,
                @Nullable List<@Nullable Integer> ai, @Nullable List<@Nullable @Varchar(10) String> av,
                @Nullable Map<Integer, @Nullable @Varchar(10) String> m, @Nullable Struct st,
                @Nullable List<@Nullable Double> ad, int nn, @Varchar(20) String vn) {}
            }
            """;

    private static final String QUERIES_HEADER = """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.type.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import org.jspecify.annotations.*;
            @NullMarked @Queries(Probe.class)
            """;

    /** The interval of the expressions that are compiled. */
    private static final int COMPILED_INTERVAL = 40;

    /** The number of expressions of which the short form checks one. */
    private static final int SAMPLE_INTERVAL = 9;

    private static Path requireRecording(String name) {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS names no folder with recorded queries");
        Path file = Path.of(folder, name);
        assumeTrue(Files.exists(file), file + " does not exist");
        return file;
    }

    private record RecordedQuery(String sql, boolean valid) {} // the components are keys of the recorded JSON

    /** Counts the cases in which the check decides as the server did. */
    private static final class Agreement {
        private final List<String> differences = new ArrayList<>();
        private int caseCount;

        void add(boolean agrees, String difference) {
            caseCount++;
            if (!agrees) {
                differences.add(difference);
            }
        }

        double share() {
            return 1 - differences.size() / (double) Math.max(1, caseCount);
        }

        @Override
        public String toString() {
            return "%.2f %% of %d".formatted(100 * share(), caseCount);
        }
    }

    @Test
    void queriesAreReadIfAndOnlyIfTheGrammarOfTheServerAcceptsThem() throws IOException {
        DeclaredSchema schema = createSchema(false);
        Gson gson = new Gson();
        Agreement valid = new Agreement();
        Agreement invalid = new Agreement();
        for (String line : Files.readAllLines(requireRecording("queries.jsonl"))) {
            RecordedQuery recorded = gson.fromJson(line, RecordedQuery.class);
            String sql = queryOf(recorded.sql());
            List<Finding> errors = errors(schema, sql, scalar(Simple.STRING, null));
            boolean isParsed = errors.stream().noneMatch(error -> error.rule() == CompileRule.STATEMENT_SYNTAX);
            (recorded.valid() ? valid : invalid)
                    .add(recorded.valid() ? isParsed : !errors.isEmpty(), sql + ": " + errors);
        }
        System.out.printf("queries: valid %s, invalid %s%n", valid, invalid);
        assertThat(valid.share()).as(valid.differences::toString).isGreaterThan(0.995);
        assertThat(invalid.share()).as(invalid.differences::toString).isGreaterThan(0.9);
    }

    /** Returns the query of a view, or the text itself if it is not a view or can't be parsed. */
    private static String queryOf(String sql) {
        try {
            Statement statement = Sql.parse(sql);
            if (statement instanceof ViewStatement.CreateView view) {
                return view.queryText().text();
            }
            return statement instanceof ViewStatement.CreateMaterializedView view
                    ? view.queryText().text()
                    : sql;
        } catch (SqlSyntaxException unreadable) {
            return sql;
        }
    }

    /**
     * An expression of the recording.
     *
     * @param type the type that the server inferred; null if it refused the expression
     */
    private record RecordedExpression(String sql, @Nullable Type type, boolean nullable) {
        /** Returns the recorded expressions, except those whose type contains an unknown type. */
        static List<RecordedExpression> readAll() throws IOException {
            List<RecordedExpression> expressions = new ArrayList<>();
            for (String line : Files.readAllLines(requireRecording("types.tsv"))) {
                String[] columns = line.split("\t", -1);
                boolean isRefused = columns[1].equals("!");
                Type type = isRefused ? null : parseType(columns[1]);
                if (isRefused || type != null) {
                    expressions.add(new RecordedExpression(columns[0], type, columns[2].equals("YES")));
                }
            }
            return expressions;
        }

        /** Returns null if the type contains an unknown one. */
        private static @Nullable Type parseType(String text) {
            try {
                return Sql.parseType(text);
            } catch (SqlSyntaxException incomplete) {
                return null;
            }
        }

        String query() {
            return "SELECT " + sql + " AS r FROM x";
        }
    }

    @Test
    void resultsHaveTheTypesOfTheServer() throws IOException {
        DeclaredSchema schema = createSchema(true);
        Agreement refused = new Agreement();
        Agreement fitting = new Agreement();
        Agreement narrower = new Agreement();
        Agreement notNull = new Agreement();
        for (RecordedExpression expression : RecordedExpression.readAll()) {
            String sql = expression.query();
            if (!Breadth.includes(sql, SAMPLE_INTERVAL)) {
                continue;
            }
            Type type = expression.type();
            if (type == null) {
                List<Finding> errors = errors(schema, sql, scalar(Simple.STRING, null));
                refused.add(hasOther(errors, CompileRule.COLUMN_TYPE), sql);
                continue;
            }
            List<Finding> errors = errors(schema, sql, scalar(fittingType(type), false));
            if (SKETCH_TYPES.contains(PrimitiveType.of(type))) {
                fitting.add(
                        !errors.isEmpty() && !hasOther(errors, CompileRule.UNREADABLE_OUTPUT),
                        sql + ": " + type + " " + errors);
                continue;
            }
            fitting.add(!hasOther(errors, CompileRule.NULLABLE_RESULT), sql + ": " + type + " " + errors);
            if (!expression.nullable()) {
                notNull.add(errors.isEmpty(), sql + ": " + errors);
            }
            narrower.add(!errors(schema, sql, scalar(narrowerType(type), null)).isEmpty(), sql + ": " + type);
        }
        System.out.printf(
                "expressions: refused %s, typed %s, not narrower %s, not null %s%n",
                refused, fitting, narrower, notNull);
        assertThat(refused.share()).as(refused.differences::toString).isGreaterThan(0.98);
        assertThat(fitting.share()).as(fitting.differences::toString).isGreaterThan(0.995);
        assertThat(narrower.share()).as(narrower.differences::toString).isGreaterThan(0.995);
        assertThat(notNull.share()).as(notNull.differences::toString).isGreaterThan(0.9);
    }

    private static boolean hasOther(List<Finding> errors, CompileRule code) {
        return errors.stream().anyMatch(error -> error.rule() != code);
    }

    @Test
    void aSampleOfTheExpressionsIsCheckedByTheCompiler() throws IOException {
        List<RecordedExpression> sample = new ArrayList<>();
        List<RecordedExpression> expressions = RecordedExpression.readAll();
        for (int i = 0; i < expressions.size(); i += COMPILED_INTERVAL) {
            if (!(expressions.get(i).type() instanceof Type.Nested)) {
                sample.add(expressions.get(i));
            }
        }
        QueryMethods methods =
                new QueryMethods(JavaFileObjects.forSourceString("shop.Probe", PROBE_SOURCE), QUERIES_HEADER);
        for (RecordedExpression expression : sample) {
            Type type = expression.type();
            String fittingType = type == null ? "String" : renderTypeArgument(fittingType(type));
            String narrowerType = type == null ? "Integer" : renderTypeArgument(narrowerType(type));
            methods.add("@Query", expression.query(), "List<" + fittingType + ">", "");
            methods.add("@Query", expression.query(), "List<" + narrowerType + ">", "");
        }
        List<List<String>> errors = methods.messages();
        Agreement isSame = new Agreement();
        for (int i = 0; i < sample.size(); i++) {
            boolean isAccepted = sample.get(i).type() != null;
            String difference = sample.get(i) + ": " + errors.get(2 * i);
            isSame.add(
                    errors.get(2 * i).isEmpty() == isAccepted
                            && !errors.get(2 * i + 1).isEmpty(),
                    difference);
        }
        System.out.printf("expressions in a compilation: %s%n", isSame);
        assertThat(isSame.share()).as(isSame.differences::toString).isGreaterThan(0.98);
    }

    /** Renders a type as a type argument in source. */
    private static String renderTypeArgument(JavaType type) {
        return type == Simple.BYTES
                ? "byte @Nullable []"
                : "@Nullable " + (type == Simple.JSON ? "String" : type.argumentText());
    }

    /** Returns the Java type that holds exactly the values of an SQL type. */
    private static JavaType fittingType(Type type) {
        if (type instanceof Type.Scalar scalar) {
            return JavaType.of(scalar.kind(), false);
        }
        if (type instanceof Type.Array array) {
            return new JavaType.JavaListType(fittingType(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new JavaType.JavaMapType(fittingType(map.key()), fittingType(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            return new JavaType.Struct(
                    new JavaClassName("shop", List.of("Struct")),
                    struct.fields().stream()
                            .map(field -> new JavaType.Field(field.name(), field.name(), fittingType(field.type())))
                            .toList());
        }
        if (type instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? Simple.BYTES : Simple.STRING;
        }
        return Simple.BIG_DECIMAL;
    }

    /** Returns a Java type that holds only some values of an SQL type. */
    private static JavaType narrowerType(Type type) {
        if (type instanceof Type.Array array) {
            return new JavaType.JavaListType(narrowerType(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new JavaType.JavaMapType(fittingType(map.key()), narrowerType(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            List<JavaType.Field> fields = new ArrayList<>(((JavaType.Struct) fittingType(type)).fields());
            JavaType.Field first = fields.get(0);
            fields.set(
                    0,
                    new JavaType.Field(
                            first.accessor(),
                            first.name(),
                            narrowerType(struct.fields().get(0).type())));
            return new JavaType.Struct(new JavaClassName("shop", List.of("Struct")), fields);
        }
        JavaType fitting = fittingType(type);
        if (fitting instanceof JavaType.Primitive primitive) {
            Kind narrower = switch (primitive.kind()) {
                case BOOLEAN, SHORT -> Kind.BYTE;
                case BYTE -> Kind.BOOLEAN;
                case INT -> Kind.SHORT;
                case LONG -> Kind.INT;
                case FLOAT -> Kind.LONG;
                case DOUBLE -> Kind.FLOAT;
            };
            return new JavaType.Primitive(narrower, true);
        }
        return switch ((Simple) fitting) {
            case BIG_DECIMAL -> new JavaType.Primitive(Kind.DOUBLE, true);
            case BIG_INTEGER -> new JavaType.Primitive(Kind.LONG, true);
            case LOCAL_DATE_TIME -> Simple.LOCAL_DATE;
            case LOCAL_DATE -> Simple.LOCAL_DATE_TIME;
            case STRING, JSON -> Simple.BYTES;
            default -> Simple.STRING;
        };
    }

    /** @param isComplete false if other tables may exist, too */
    private static DeclaredSchema createSchema(boolean isComplete) {
        ObjectDeclaration table = Declarations.table(CREATE_TABLE_SQL);
        SchemaRoot root = Declarations.root(ServerProfile.DEFAULT, List.of(), table);
        return CompileCheck.buildAllDeclaredSchemas(
                        new CompileDeclarations(
                                List.of(table), List.of(isComplete ? root : Declarations.withUnreadMember(root))),
                        new Findings())
                .get(0)
                .firstSchema();
    }

    private static DeclaredRowType.Scalar scalar(JavaType type, @Nullable Boolean nullness) {
        return new DeclaredRowType.Scalar(type, nullness);
    }

    private static List<Finding> errors(DeclaredSchema schema, String sql, DeclaredRowType row) {
        Findings findings = new Findings();
        Method method = new Method(
                "m",
                new QueryDeclaration.WrittenStatement(true, sql, new Place(1), ""),
                List.of(),
                new QueryResult.Rows<>(Multiplicity.LIST, row),
                List.of(),
                new Place(1));
        new StatementCheck(new JavaClassName("shop", List.of("Queries")), method, schema, List.of(), findings).check();
        return findings.toList().stream()
                .filter(finding -> finding.rule().severity() == Severity.ERROR)
                .toList();
    }
}
