package dev.cairn.embedded.translate;

import dev.cairn.analysis.source.RelationField;
import dev.cairn.analysis.source.RelationFields;
import dev.cairn.catalog.Catalog;
import dev.cairn.catalog.Database;
import dev.cairn.catalog.PrimitiveType;
import dev.cairn.catalog.TypeFormat;
import dev.cairn.embedded.token.EmbeddedRule;
import dev.cairn.engine.Engine;
import dev.cairn.engine.context.Session;
import dev.cairn.profile.ServerProfile;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.ast.ColumnDefinition;
import dev.cairn.sql.ast.Distribution;
import dev.cairn.sql.ast.KeyClause;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Query;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import dev.cairn.sql.ast.Type;
import java.util.List;

/** Checks that a frontend can create the temporary table into which it writes the rows of a recursive table. */
final class TemporaryTableCheck {
    /** A frontend appends the current time in milliseconds to the name. Only the length of this text matters. */
    private static final String NAME_SUFFIX = "_1700000000000";

    private TemporaryTableCheck() {}

    /**
     * Requires that a frontend can create the table.
     *
     * @throws Refusal with the server's error, such as for a first column that can't be a key
     */
    static void requireCreatable(
            ServerProfile profile, String databaseName, Query.CommonTable recursiveTable, RelationFields fields) {
        Span span = recursiveTable.span();
        List<ColumnDefinition> columns = fields.fields().stream()
                .map(field -> ColumnDefinition.of(Name.of(field.name()), storedType(field), span))
                .toList();
        Statement.CreateTable createTable = Statement.CreateTable.of(
                QualifiedName.of(databaseName, recursiveTable.name().text() + NAME_SUFFIX),
                columns,
                span,
                new KeyClause(KeyModel.DUPLICATE, List.of(columns.get(0).name()), span),
                new Distribution.Random(null, span));
        Catalog catalog = Catalog.EMPTY.withDatabase(Database.of(databaseName));
        new Engine(profile).apply(catalog, Session.EMPTY, createTable);
    }

    private static Type storedType(RelationField field) {
        Type type = RelationTranslator.requireType(field);
        if (!canBeStored(type)) {
            throw Refusal.ofAnalysis(
                    Span.NONE, EmbeddedRule.COLUMN_TYPE_UNSUPPORTED, TypeFormat.formatForMessages(type), field.name());
        }
        return type instanceof Type.Text text && text.kind() != Type.Text.Kind.VARBINARY
                ? new Type.Text(Type.Text.Kind.VARCHAR, Type.Text.MAX_LENGTH)
                : type;
    }

    /**
     * Returns whether a type contains neither NULL nor TIME, which only expressions can have. The engine checks the
     * rules for all other types.
     */
    private static boolean canBeStored(Type type) {
        PrimitiveType primitiveType = PrimitiveType.of(type);
        return primitiveType != PrimitiveType.NULL_TYPE
                && primitiveType != PrimitiveType.TIME
                && type.componentTypes().stream().allMatch(TemporaryTableCheck::canBeStored);
    }
}
