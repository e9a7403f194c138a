package dev.cairn.catalog;

import dev.cairn.sql.ast.Statement.QueryText;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a view stands for.
 *
 * @param database where names without a database are looked for; null where none was in use
 * @param bases in the order in which the query names them; what a view reads from follows the view
 */
public record ViewDefinition(QueryText query, @Nullable String database, List<BaseRelation> bases) {
    public ViewDefinition {
        bases = List.copyOf(bases);
    }
}
