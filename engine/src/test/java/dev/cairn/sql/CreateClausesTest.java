package dev.cairn.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.sql.ast.CreateClause.CommentClause;
import dev.cairn.sql.ast.CreateClause.EngineClause;
import dev.cairn.sql.ast.CreateClause.Kind;
import dev.cairn.sql.ast.CreateClause.PropertyClause;
import dev.cairn.sql.ast.CreateClauses;
import dev.cairn.sql.ast.Name;
import dev.cairn.sql.ast.Property;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CreateClausesTest {
    private static final CommentClause COMMENT = new CommentClause("orders");
    private static final EngineClause ENGINE = new EngineClause(Name.of("OLAP"));
    private static final PropertyClause PROPERTIES = new PropertyClause(List.of(Property.of("a", "b")));
    private static final PropertyClause NO_PROPERTIES = new PropertyClause(List.of());

    @Test
    void theOrderIsThatOfTheGrammar() {
        assertThat(CreateClauses.of(PROPERTIES, COMMENT, ENGINE)).containsExactly(ENGINE, COMMENT, PROPERTIES);
        assertThat(CreateClauses.of(PROPERTIES, COMMENT)).isEqualTo(CreateClauses.of(List.of(COMMENT, PROPERTIES)));
    }

    @Test
    void anEmptyListIsNoClause() {
        assertThat(CreateClauses.of(NO_PROPERTIES)).isEqualTo(CreateClauses.NONE);
        assertThat(CreateClauses.of(COMMENT, PROPERTIES).withClauses(NO_PROPERTIES))
                .isEqualTo(CreateClauses.of(COMMENT));
    }

    @Test
    void aNewClauseReplacesThatOfItsKind() {
        CommentClause newComment = new CommentClause("paid orders");
        assertThat(CreateClauses.of(COMMENT, ENGINE)
                        .withClauses(newComment, null)
                        .find(Kind.COMMENT, CommentClause.class))
                .contains(newComment);
        assertThat(CreateClauses.of(COMMENT, ENGINE).withoutClause(Kind.COMMENT))
                .containsExactly(ENGINE);
    }

    @Test
    void onlyTheNamedKindsArePresent() {
        assertThat(CreateClauses.of(COMMENT).hasOnlyKinds(Set.of(Kind.COMMENT, Kind.KEY)))
                .isTrue();
        assertThat(CreateClauses.of(COMMENT, ENGINE).hasOnlyKinds(Set.of(Kind.COMMENT)))
                .isFalse();
        assertThat(CreateClauses.NONE.isEmpty()).isTrue();
    }
}
