package dev.cairn.embedded.state;

import dev.cairn.sql.Sql;
import dev.cairn.sql.ast.AlterClause;
import dev.cairn.sql.ast.QualifiedName;
import dev.cairn.sql.ast.Span;
import dev.cairn.sql.ast.Statement;
import java.util.List;

/** What SHOW ALTER TABLE OPTIMIZE of a 3.5 server calls the operation. */
final class OptimizeText {
    private OptimizeText() {}

    static String of(AlterClause.Optimize clause) {
        Statement alter = new Statement.AlterTable(QualifiedName.of("t"), List.of(clause), Span.NONE);
        String text = Sql.render(alter).replace("`", "");
        return "ALTER " + text.substring("ALTER TABLE t".length()).strip();
    }
}
