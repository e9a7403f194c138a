package dev.cairn.analysis;

import dev.cairn.analysis.expression.ExpressionScope;
import dev.cairn.analysis.expression.ExpressionTyping;
import dev.cairn.analysis.source.Source;
import dev.cairn.analysis.type.ExpressionType;
import dev.cairn.analysis.type.TypeRule;
import dev.cairn.catalog.StoredTypeConverter;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A scope with the columns of a table {@code x}: a few of each kind of types. */
public final class TypedColumns implements ExpressionScope {
    private static final String DECLARATIONS = """
        k INT NOT NULL
        b BOOLEAN
        t1 TINYINT
        s2 SMALLINT
        i4 INT
        i8 BIGINT
        i16 LARGEINT
        f4 FLOAT
        f8 DOUBLE
        d9 DECIMAL(9,2)
        d18 DECIMAL(18,4)
        d38 DECIMAL(38,6)
        c CHAR(8)
        v VARCHAR(20)
        s STRING
        d DATE
        dt DATETIME
        j JSON
        vb VARBINARY(20)
        bm BITMAP
        h HLL
        pc PERCENTILE
        ai ARRAY<INT>
        av ARRAY<VARCHAR(10)>
        m MAP<INT,VARCHAR(10)>
        st STRUCT<x INT, y DATE>
        ad ARRAY<DOUBLE>
        nn INT NOT NULL
        vn VARCHAR(20) NOT NULL
        """;

    private final Map<String, ExpressionType> typesByColumn = new HashMap<>();

    public TypedColumns() {
        for (String line : DECLARATIONS.lines().toList()) {
            boolean isNullable = !line.endsWith(" NOT NULL");
            String[] nameAndType = line.replace(" NOT NULL", "").split(" ", 2);
            typesByColumn.put(
                    nameAndType[0],
                    ExpressionType.of(
                            StoredTypeConverter.convert(
                                    ServerProfile.DEFAULT, Sql.parseType(nameAndType[1]), Span.NONE),
                            isNullable));
        }
    }

    /** Returns these columns as those of a table. */
    static Source createTable(String database, String name) {
        List<Source.Column> columns = new ArrayList<>();
        new TypedColumns().typesByColumn.forEach((column, type) -> columns.add(new Source.Column(column, type)));
        return Source.of(database, name, Source.Kind.TABLE, columns);
    }

    public static ExpressionType determineType(String expression) {
        return new ExpressionTyping(ServerProfile.DEFAULT, new TypedColumns())
                .determineType(Sql.parseExpression(expression));
    }

    @Override
    public ResolvedReference resolveColumn(QualifiedName name, Span span) {
        ExpressionType expressionType =
                typesByColumn.get(name.parts().get(0).text().toLowerCase(Locale.ROOT));
        if (expressionType == null) {
            throw Refusal.ofAnalysis(span, TypeRule.COLUMN_NOT_FOUND, name);
        }
        for (Name field : name.parts().subList(1, name.parts().size())) {
            expressionType = expressionType.requireFieldType(field, span);
        }
        return new ResolvedReference(QualifiedName.of("probe", "x", name.toString()), expressionType);
    }
}
