package dev.cairn.catalog;

import dev.cairn.sql.ast.Statement.QueryText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The query of a view, with the relations that it reads. When one of these changes, the server deactivates the view or
 * refuses it.
 *
 * @param defaultDatabaseName the database of unqualified names; null if none was selected when the view was created
 * @param baseRelations the relations in the order of their names in the query; each view is followed by the relations that it
 *     reads
 */
public record ViewDefinition(QueryText query, @Nullable String defaultDatabaseName, List<BaseRelation> baseRelations) {
    public ViewDefinition {
        baseRelations = List.copyOf(baseRelations);
    }

    /**
     * Returns whether the view reads an object, directly or through other views, or whether only an earlier query of
     * the view read it; false for a dropped object, even if another object has its name now.
     */
    public boolean dependsOn(String objectDatabase, String name) {
        return baseRelations.stream().anyMatch(base -> base.refersTo(objectDatabase, name));
    }

    /**
     * Returns the definition of a view that was analyzed again, with the bases of its earlier query: the server still
     * deactivates the view when one of them changes.
     */
    public ViewDefinition withFormerBases(List<BaseRelation> formerBases) {
        List<BaseRelation> allBases = new ArrayList<>(baseRelations);
        for (BaseRelation base : formerBases) {
            if (!base.isDropped() && !dependsOn(base.database(), base.name())) {
                allBases.add(base.asFormer());
            }
        }
        return new ViewDefinition(query, defaultDatabaseName, allBases);
    }
}
