package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.JavaName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which types of SQL each Java type holds. */
class JavaTypeFitTest {
    private static final List<String> TYPES = List.of(
            "boolean",
            "tinyint",
            "smallint",
            "int",
            "bigint",
            "largeint",
            "float",
            "double",
            "decimal(10, 2)",
            "char(2)",
            "varchar(9)",
            "date",
            "datetime",
            "json",
            "varbinary(4)",
            "bitmap",
            "hll",
            "percentile",
            "array<int>",
            "map<int,varchar(5)>",
            "struct<a int>");

    private static List<String> held(JavaType java) {
        List<String> held = new ArrayList<>();
        for (String type : TYPES) {
            if (new JavaTypeFit(java).canHold(Sql.parseType(type))) {
                held.add(type);
            }
        }
        return held;
    }

    private static JavaType primitive(Kind kind) {
        return new JavaType.Primitive(kind, false);
    }

    @Test
    void fittingTypesHoldAllValuesExactly() {
        Map<JavaType, String> expected = new LinkedHashMap<>();
        expected.put(primitive(Kind.BOOLEAN), "[boolean]");
        expected.put(primitive(Kind.BYTE), "[tinyint]");
        expected.put(primitive(Kind.SHORT), "[tinyint, smallint]");
        expected.put(primitive(Kind.INT), "[tinyint, smallint, int]");
        expected.put(primitive(Kind.LONG), "[tinyint, smallint, int, bigint]");
        expected.put(primitive(Kind.FLOAT), "[tinyint, smallint, float]");
        expected.put(primitive(Kind.DOUBLE), "[tinyint, smallint, int, float, double]");
        expected.put(Simple.BIG_INTEGER, "[tinyint, smallint, int, bigint, largeint]");
        expected.put(Simple.BIG_DECIMAL, "[tinyint, smallint, int, bigint, largeint, decimal(10, 2)]");
        expected.put(Simple.STRING, "[char(2), varchar(9), json]");
        expected.put(Simple.JSON, "[json]");
        expected.put(Simple.LOCAL_DATE, "[date]");
        expected.put(Simple.LOCAL_DATE_TIME, "[datetime]");
        expected.put(Simple.BYTES, "[varbinary(4)]");
        expected.put(Simple.BITMAP, "[bitmap]");
        expected.put(Simple.HLL, "[hll]");
        expected.put(Simple.PERCENTILE, "[percentile]");
        expected.put(
                new JavaType.Enumeration(new JavaName("shop", List.of("Color")), List.of("RED")),
                "[char(2), varchar(9)]");
        expected.put(new JavaType.JavaListType(primitive(Kind.LONG)), "[array<int>]");
        expected.put(new JavaType.JavaMapType(primitive(Kind.INT), Simple.STRING), "[map<int,varchar(5)>]");
        expected.put(struct("a", primitive(Kind.INT)), "[struct<a int>]");
        expected.put(struct("b", primitive(Kind.INT)), "[]");
        expected.put(struct("a", primitive(Kind.BYTE)), "[]");

        expected.forEach((java, held) -> assertThat(held(java)).as("%s", java).hasToString(held));
    }

    private static JavaType struct(String field, JavaType type) {
        return new JavaType.Struct(
                new JavaName("shop", List.of("Part")), List.of(new JavaType.Field(field, field, type)));
    }
}
