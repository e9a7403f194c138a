package dev.cairn.processor.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.processor.model.JavaClassName;
import dev.cairn.processor.model.JavaType;
import dev.cairn.processor.model.JavaType.Primitive.Kind;
import dev.cairn.processor.model.JavaType.Simple;
import dev.cairn.sql.Sql;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests which types of SQL each Java type can hold. */
class JavaTypeFitTest {
    private static final List<String> SQL_TYPES = List.of(
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

    private static List<String> findFittingTypes(JavaType javaType) {
        List<String> fittingTypes = new ArrayList<>();
        for (String type : SQL_TYPES) {
            if (new JavaTypeFit(javaType).canHold(Sql.parseType(type))) {
                fittingTypes.add(type);
            }
        }
        return fittingTypes;
    }

    private static JavaType primitive(Kind kind) {
        return new JavaType.Primitive(kind, false);
    }

    @Test
    void fittingTypesHoldAllValuesExactly() {
        Map<JavaType, String> expectedTypes = new LinkedHashMap<>();
        expectedTypes.put(primitive(Kind.BOOLEAN), "[boolean]");
        expectedTypes.put(primitive(Kind.BYTE), "[tinyint]");
        expectedTypes.put(primitive(Kind.SHORT), "[tinyint, smallint]");
        expectedTypes.put(primitive(Kind.INT), "[tinyint, smallint, int]");
        expectedTypes.put(primitive(Kind.LONG), "[tinyint, smallint, int, bigint]");
        expectedTypes.put(primitive(Kind.FLOAT), "[tinyint, smallint, float]");
        expectedTypes.put(primitive(Kind.DOUBLE), "[tinyint, smallint, int, float, double]");
        expectedTypes.put(Simple.BIG_INTEGER, "[tinyint, smallint, int, bigint, largeint]");
        expectedTypes.put(Simple.BIG_DECIMAL, "[tinyint, smallint, int, bigint, largeint, decimal(10, 2)]");
        expectedTypes.put(Simple.STRING, "[char(2), varchar(9), json]");
        expectedTypes.put(Simple.JSON, "[json]");
        expectedTypes.put(Simple.LOCAL_DATE, "[date]");
        expectedTypes.put(Simple.LOCAL_DATE_TIME, "[datetime]");
        expectedTypes.put(Simple.BYTES, "[varbinary(4)]");
        expectedTypes.put(Simple.BITMAP, "[bitmap]");
        expectedTypes.put(Simple.HLL, "[hll]");
        expectedTypes.put(Simple.PERCENTILE, "[percentile]");
        expectedTypes.put(
                new JavaType.Enumeration(new JavaClassName("shop", List.of("Color")), List.of("RED")),
                "[char(2), varchar(9)]");
        expectedTypes.put(new JavaType.JavaListType(primitive(Kind.LONG)), "[array<int>]");
        expectedTypes.put(new JavaType.JavaMapType(primitive(Kind.INT), Simple.STRING), "[map<int,varchar(5)>]");
        expectedTypes.put(struct("a", primitive(Kind.INT)), "[struct<a int>]");
        expectedTypes.put(struct("b", primitive(Kind.INT)), "[]");
        expectedTypes.put(struct("a", primitive(Kind.BYTE)), "[]");

        expectedTypes.forEach((javaType, fittingTypes) ->
                assertThat(findFittingTypes(javaType)).as("%s", javaType).hasToString(fittingTypes));
    }

    private static JavaType struct(String field, JavaType type) {
        return new JavaType.Struct(
                new JavaClassName("shop", List.of("Part")), List.of(new JavaType.Field(field, field, type)));
    }
}
