package dev.cairn.catalog;

import dev.cairn.sql.ast.ViewStatement.Security;
import java.util.List;

/**
 * A view as the server stores it, with the columns that its query had when it was defined.
 *
 * @param comment empty if the view has none
 */
public record View(
        String name, List<ViewColumn> columns, String comment, Security security, ViewDefinition definition) {
    public View {
        columns = List.copyOf(columns);
    }

    public View withSecurity(Security newSecurity) {
        return new View(name, columns, comment, newSecurity, definition);
    }
}
