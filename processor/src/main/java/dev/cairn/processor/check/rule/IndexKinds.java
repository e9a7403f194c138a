package dev.cairn.processor.check.rule;

import dev.cairn.catalog.PrimitiveType;
import dev.cairn.processor.model.DeclaredColumn;
import dev.cairn.processor.model.FindingCode;
import dev.cairn.processor.model.Findings;
import dev.cairn.processor.model.Place;
import dev.cairn.profile.ServerProfile;
import dev.cairn.profile.ServerProfile.Version;
import dev.cairn.sql.ast.IndexDefinition;
import dev.cairn.sql.ast.IndexDefinition.Kind;
import dev.cairn.sql.ast.KeyModel;
import dev.cairn.sql.ast.Type;

/** Checks that a kind of index is available for the model of the table and the type of the column. */
final class IndexKinds implements Rule {
    @Override
    public void check(CheckedTable table, Findings findings) {
        for (IndexDefinition index : table.statement().indexes()) {
            if (index.columns().size() == 1) {
                table.column(index.columns().get(0).text()).ifPresent(column -> check(table, index, column, findings));
            }
        }
    }

    private static void check(CheckedTable table, IndexDefinition index, DeclaredColumn column, Findings findings) {
        Kind kind = index.kind() == null ? Kind.BITMAP : index.kind();
        Place place = Place.of(index.span());
        Type type = table.type(column);
        if (!fits(kind, table, column)) {
            findings.add(
                    FindingCode.INDEX_MODEL,
                    place,
                    kind,
                    column.name(),
                    table.keyWords(),
                    tables(kind, table.profile()));
        } else if (type != null && !takes(kind, type)) {
            String acceptedTypes = kind == Kind.BITMAP ? "integers, decimals, dates and texts" : "texts";
            findings.add(FindingCode.INDEX_TYPE, place, column.name(), CheckedTable.words(type), kind, acceptedTypes);
        } else if (isOff(kind, table.profile())) {
            findings.add(FindingCode.INDEX_SWITCH, place, kind, kind);
        }
    }

    private static boolean fits(Kind kind, CheckedTable table, DeclaredColumn column) {
        KeyModel model = table.model();
        return switch (kind) {
            case BITMAP, NGRAMBF -> model == KeyModel.DUPLICATE || model == KeyModel.PRIMARY || !table.isValue(column);
            case GIN -> model == KeyModel.DUPLICATE || (model == KeyModel.PRIMARY && ofPrimaryKey(table.profile()));
            case VECTOR -> true;
        };
    }

    private static String tables(Kind kind, ServerProfile profile) {
        if (kind != Kind.GIN) {
            return "on columns of the key, or in tables with DUPLICATE KEY or PRIMARY KEY";
        }
        return ofPrimaryKey(profile) ? "in tables with DUPLICATE KEY or PRIMARY KEY" : "in tables with DUPLICATE KEY";
    }

    private static boolean ofPrimaryKey(ServerProfile profile) {
        return profile.atLeast(Version.V4_0);
    }

    private static boolean takes(Kind kind, Type type) {
        PrimitiveType primitive = PrimitiveType.of(type);
        return switch (kind) {
            case BITMAP ->
                primitive.isDate()
                        || primitive.isFixedPoint()
                        || primitive.isDecimalV3()
                        || primitive.isCharacters()
                        || primitive == PrimitiveType.HLL
                        || primitive == PrimitiveType.BOOLEAN;
            case GIN, NGRAMBF -> primitive.isCharacters();
            case VECTOR -> true;
        };
    }

    private static boolean isOff(Kind kind, ServerProfile profile) {
        return (kind == Kind.GIN && !profile.gin()) || (kind == Kind.VECTOR && !profile.vector());
    }
}
