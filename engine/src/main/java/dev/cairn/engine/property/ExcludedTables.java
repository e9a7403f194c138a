package dev.cairn.engine.property;

import dev.cairn.catalog.MaterializedView;
import dev.cairn.catalog.StoredProperties;
import dev.cairn.refusal.CommonRule;
import dev.cairn.refusal.Refusal;
import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.QualifiedName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The properties {@code excluded_*_tables}: a list of base tables of a materialized view, separated by commas, whose
 * changes the view ignores.
 */
public final class ExcludedTables {
    private static final List<KnownProperty> PROPERTIES =
            List.of(KnownProperty.EXCLUDED_TRIGGER_TABLES, KnownProperty.EXCLUDED_REFRESH_TABLES);

    private ExcludedTables() {}

    /**
     * Returns the properties of a view, with excluded tables named without their database. A name without a database
     * denotes all base tables with this name, so the database remains if there are several.
     */
    public static StoredProperties withShortTableNames(MaterializedView view) {
        StoredProperties properties = view.properties();
        for (KnownProperty property : PROPERTIES) {
            String value = property.findValueIn(properties).orElse("");
            if (value.indexOf('.') >= 0) {
                properties = properties.withProperty(
                        property.propertyName(),
                        Arrays.stream(value.split(",", 0))
                                .map(tableName -> shortenTableName(view, tableName))
                                .collect(Collectors.joining(",")));
            }
        }
        return properties;
    }

    private static String shortenTableName(MaterializedView view, String qualifiedName) {
        String tableName = qualifiedName.substring(qualifiedName.lastIndexOf('.') + 1);
        long baseCount = view.definition().baseRelations().stream()
                .filter(base -> base.name().equals(tableName))
                .count();
        return baseCount == 1 ? tableName : qualifiedName;
    }

    /**
     * Returns the names of the tables without spaces, as the server stores them.
     *
     * @throws Refusal if a name does not denote a base table of the view
     */
    static String resolve(PropertyTarget view, PropertyValue value) {
        List<String> tableNames = new ArrayList<>();
        for (String item : value.text().split(",", 0)) {
            String tableName = item.trim();
            if (!tableName.isEmpty()) {
                requireBaseTable(view, tableName, value);
                tableNames.add(tableName);
            }
        }
        return String.join(",", tableNames);
    }

    /** Requires that a name denotes a base table of the view. A catalog in the name is ignored. */
    private static void requireBaseTable(PropertyTarget view, String declaredName, PropertyValue value) {
        QualifiedName name = parseName(declaredName, value);
        boolean isBaseTable = view.baseRelations().stream()
                .anyMatch(base -> base.name().equals(name.lastPart().text())
                        && name.qualifier()
                                .filter(database -> !database.text().equals(base.database()))
                                .isEmpty());
        if (!isBaseTable) {
            throw Refusal.ofAnalysis(
                    value.span(),
                    CommonRule.WRONG_KIND,
                    Sql.render(name),
                    "a base table of " + view.resolvedName().tableName());
        }
    }

    /** Parses a name like the server, which ignores empty parts and blanks around parts. */
    private static QualifiedName parseName(String declaredName, PropertyValue value) {
        List<Name> parts = Arrays.stream(declaredName.split("\\."))
                .map(String::trim)
                .filter(part -> !part.isEmpty())
                .map(Name::of)
                .toList();
        if (parts.isEmpty() || parts.size() > 3) {
            throw Refusal.ofAnalysis(value.span(), PropertyRule.INVALID_VALUE, value.name(), value.text());
        }
        return new QualifiedName(parts);
    }
}
