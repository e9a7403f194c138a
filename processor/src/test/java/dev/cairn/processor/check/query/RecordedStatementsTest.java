package dev.cairn.processor.check.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.Gson;
import com.google.testing.compile.JavaFileObjects;
import dev.cairn.finding.Severity;
import dev.cairn.processor.check.CompileCheck;
import dev.cairn.processor.check.Declarations;
import dev.cairn.processor.check.DeclaredSchema;
import dev.cairn.processor.model.CompileDeclarations;
import dev.cairn.processor.model.Declaration;
import dev.cairn.processor.model.Finding;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.processor.model.Place;
import dev.cairn.processor.model.QueryDeclaration;
import dev.cairn.processor.model.QueryDeclaration.Method;
import dev.cairn.processor.model.QueryDeclaration.Row;
import dev.cairn.processor.model.QueryResult;
import dev.cairn.processor.model.QueryResult.Multiplicity;
import dev.cairn.processor.model.SchemaRoot;
import dev.cairn.processor.query.QueryMethods;
import dev.cairn.profile.ServerProfile;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import dev.cairn.sql.ast.ViewStatement;
import dev.cairn.sql.token.SqlSyntaxException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Recorded queries and expressions as statements of methods: those that a server refused do not compile. */
class RecordedStatementsTest {
    /** The table of the recorded expressions. */
    private static final String TABLE = """
            CREATE TABLE x (
              k INT NOT NULL, b BOOLEAN, t1 TINYINT, s2 SMALLINT, i4 INT, i8 BIGINT, i16 LARGEINT, f4 FLOAT, f8 DOUBLE,
              d9 DECIMAL(9,2), d18 DECIMAL(18,4), d38 DECIMAL(38,6), c CHAR(8), v VARCHAR(20), s STRING, d DATE,
              dt DATETIME, j JSON, vb VARBINARY(20), bm BITMAP, h HLL, pc PERCENTILE, ai ARRAY<INT>,
              av ARRAY<VARCHAR(10)>, m MAP<INT,VARCHAR(10)>, st STRUCT<x INT, y DATE>, ad ARRAY<DOUBLE>,
              nn INT NOT NULL, vn VARCHAR(20) NOT NULL)
            PRIMARY KEY (k) DISTRIBUTED BY HASH (k)""";

    /** The same table as a record. */
    private static final String SCHEMA = """
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

    private static final String HEADER = """
            package shop;
            import dev.cairn.annotation.*;
            import dev.cairn.type.*;
            import java.math.*;
            import java.time.*;
            import java.util.*;
            import org.jspecify.annotations.*;
            @NullMarked @Queries(Probe.class)
            """;

    private static final int SAMPLE_STEP = 40;

    private static Path recorded(String name) {
        String folder = System.getenv("CAIRN_CORPUS");
        assumeTrue(folder != null, "CAIRN_CORPUS names no folder with recorded queries");
        Path file = Path.of(folder, name);
        assumeTrue(Files.exists(file), file + " does not exist");
        return file;
    }

    private record RecordedQuery(String sql, boolean valid) {}

    /** The share of the cases in which the check decides as the server did. */
    private static final class Rate {
        private final List<String> differences = new ArrayList<>();
        private int cases;

        void add(boolean same, String difference) {
            cases++;
            if (!same) {
                differences.add(difference);
            }
        }

        double share() {
            return 1 - differences.size() / (double) Math.max(1, cases);
        }

        @Override
        public String toString() {
            return "%.2f %% of %d".formatted(100 * share(), cases);
        }
    }

    @Test
    void queriesAreReadIfAndOnlyIfTheGrammarOfTheServerAcceptsThem() throws IOException {
        DeclaredSchema schema = schema(false);
        Gson gson = new Gson();
        Rate valid = new Rate();
        Rate invalid = new Rate();
        for (String line : Files.readAllLines(recorded("queries.jsonl"))) {
            RecordedQuery recorded = gson.fromJson(line, RecordedQuery.class);
            String sql = query(recorded.sql());
            List<Finding> errors = errors(schema, sql, scalar(Simple.STRING, null));
            boolean read = errors.stream().noneMatch(error -> error.rule() == FindingCode.STATEMENT_SYNTAX);
            (recorded.valid() ? valid : invalid).add(recorded.valid() ? read : !errors.isEmpty(), sql + ": " + errors);
        }
        System.out.printf("queries: valid %s, invalid %s%n", valid, invalid);
        assertThat(valid.share()).as(valid.differences::toString).isGreaterThan(0.995);
        assertThat(invalid.share()).as(invalid.differences::toString).isGreaterThan(0.9);
    }

    /** The query of a view, or the statement itself if it is not a view or can't be parsed. */
    private static String query(String sql) {
        try {
            Statement statement = Sql.parse(sql);
            if (statement instanceof ViewStatement.CreateView view) {
                return view.query().text();
            }
            return statement instanceof ViewStatement.CreateMaterializedView view
                    ? view.query().text()
                    : sql;
        } catch (SqlSyntaxException unreadable) {
            return sql;
        }
    }

    /** An expression, with the type that a server gave it; null if the server refused it. */
    private record RecordedExpression(String sql, @Nullable Type type, boolean nullable) {
        /** The recorded expressions, without the few whose type has parts of unknown types. */
        static List<RecordedExpression> all() throws IOException {
            List<RecordedExpression> all = new ArrayList<>();
            for (String line : Files.readAllLines(recorded("types.tsv"))) {
                String[] columns = line.split("\t", -1);
                boolean refused = columns[1].equals("!");
                Type type = refused ? null : parsed(columns[1]);
                if (refused || type != null) {
                    all.add(new RecordedExpression(columns[0], type, columns[2].equals("YES")));
                }
            }
            return all;
        }

        private static @Nullable Type parsed(String recorded) {
            try {
                return Sql.parseType(recorded);
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
        DeclaredSchema schema = schema(true);
        Rate refused = new Rate();
        Rate fitting = new Rate();
        Rate narrower = new Rate();
        Rate notNull = new Rate();
        for (RecordedExpression expression : RecordedExpression.all()) {
            String sql = expression.query();
            Type type = expression.type();
            if (type == null) {
                List<Finding> errors = errors(schema, sql, scalar(Simple.STRING, null));
                refused.add(hasOther(errors, FindingCode.COLUMN_TYPE), sql);
                continue;
            }
            List<Finding> errors = errors(schema, sql, scalar(fitting(type), false));
            fitting.add(!hasOther(errors, FindingCode.NULLABLE_RESULT), sql + ": " + type + " " + errors);
            if (!expression.nullable()) {
                notNull.add(errors.isEmpty(), sql + ": " + errors);
            }
            narrower.add(!errors(schema, sql, scalar(narrower(type), null)).isEmpty(), sql + ": " + type);
        }
        System.out.printf(
                "expressions: refused %s, typed %s, not narrower %s, not null %s%n",
                refused, fitting, narrower, notNull);
        assertThat(refused.share()).as(refused.differences::toString).isGreaterThan(0.98);
        assertThat(fitting.share()).as(fitting.differences::toString).isGreaterThan(0.995);
        assertThat(narrower.share()).as(narrower.differences::toString).isGreaterThan(0.995);
        assertThat(notNull.share()).as(notNull.differences::toString).isGreaterThan(0.9);
    }

    private static boolean hasOther(List<Finding> errors, FindingCode code) {
        return errors.stream().anyMatch(error -> error.rule() != code);
    }

    @Test
    void aSampleOfTheExpressionsIsCheckedByTheCompiler() throws IOException {
        List<RecordedExpression> sample = new ArrayList<>();
        List<RecordedExpression> all = RecordedExpression.all();
        for (int i = 0; i < all.size(); i += SAMPLE_STEP) {
            if (!(all.get(i).type() instanceof Type.Nested)) {
                sample.add(all.get(i));
            }
        }
        QueryMethods methods = new QueryMethods(JavaFileObjects.forSourceString("shop.Probe", SCHEMA), HEADER);
        for (RecordedExpression expression : sample) {
            Type type = expression.type();
            String right = type == null ? "String" : source(fitting(type));
            String wrong = type == null ? "Integer" : source(narrower(type));
            methods.add("@Query", expression.query(), "List<" + right + ">", "");
            methods.add("@Query", expression.query(), "List<" + wrong + ">", "");
        }
        List<List<String>> errors = methods.messages();
        Rate same = new Rate();
        for (int i = 0; i < sample.size(); i++) {
            boolean accepted = sample.get(i).type() != null;
            String difference = sample.get(i) + ": " + errors.get(2 * i);
            same.add(
                    errors.get(2 * i).isEmpty() == accepted
                            && !errors.get(2 * i + 1).isEmpty(),
                    difference);
        }
        System.out.printf("expressions in a compile: %s%n", same);
        assertThat(same.share()).as(same.differences::toString).isGreaterThan(0.98);
    }

    /** The type as a type argument. */
    private static String source(JavaType type) {
        return type == Simple.BYTES
                ? "byte @Nullable []"
                : "@Nullable " + (type == Simple.JSON ? "String" : type.argumentText());
    }

    /** The Java type that holds exactly the values of an SQL type. */
    private static JavaType fitting(Type type) {
        if (type instanceof Type.Scalar scalar) {
            return JavaType.of(scalar.kind(), false);
        }
        if (type instanceof Type.Array array) {
            return new JavaType.JavaListType(fitting(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new JavaType.JavaMapType(fitting(map.key()), fitting(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            return new JavaType.Struct(
                    new JavaName("shop", List.of("Struct")),
                    struct.fields().stream()
                            .map(field -> new JavaType.Field(field.name(), field.name(), fitting(field.type())))
                            .toList());
        }
        if (type instanceof Type.Text text) {
            return text.kind() == Type.Text.Kind.VARBINARY ? Simple.BYTES : Simple.STRING;
        }
        return Simple.BIG_DECIMAL;
    }

    /** A Java type that can't hold all values of an SQL type, but almost. */
    private static JavaType narrower(Type type) {
        if (type instanceof Type.Array array) {
            return new JavaType.JavaListType(narrower(array.element()));
        }
        if (type instanceof Type.Map map) {
            return new JavaType.JavaMapType(fitting(map.key()), narrower(map.value()));
        }
        if (type instanceof Type.Struct struct) {
            List<JavaType.Field> fields = new ArrayList<>(((JavaType.Struct) fitting(type)).fields());
            JavaType.Field first = fields.get(0);
            fields.set(
                    0,
                    new JavaType.Field(
                            first.accessor(),
                            first.name(),
                            narrower(struct.fields().get(0).type())));
            return new JavaType.Struct(new JavaName("shop", List.of("Struct")), fields);
        }
        JavaType fitting = fitting(type);
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

    /** @param whole false if any table may exist */
    private static DeclaredSchema schema(boolean whole) {
        Declaration table = Declarations.table(TABLE);
        SchemaRoot root = Declarations.root(ServerProfile.DEFAULT, List.of(), table);
        return CompileCheck.check(
                        new CompileDeclarations(List.of(table), List.of(whole ? root : Declarations.partOf(root))),
                        new Findings())
                .get(0)
                .firstSchema();
    }

    private static Row.Scalar scalar(JavaType type, @Nullable Boolean nullness) {
        return new Row.Scalar(type, nullness);
    }

    private static List<Finding> errors(DeclaredSchema schema, String sql, Row row) {
        Findings findings = new Findings();
        Method method = new Method(
                "m",
                new QueryDeclaration.WrittenStatement(true, sql, new Place(1), ""),
                List.of(),
                new QueryResult.Rows<>(Multiplicity.LIST, row),
                List.of(),
                new Place(1));
        new StatementCheck(new JavaName("shop", List.of("Queries")), method, schema, List.of(), findings).check();
        return findings.toList().stream()
                .filter(finding -> finding.rule().severity() == Severity.ERROR)
                .toList();
    }
}
