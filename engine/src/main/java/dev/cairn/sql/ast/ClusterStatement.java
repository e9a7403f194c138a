package dev.cairn.sql.ast;

import dev.cairn.sql.cluster.ClusterAlteration;
import dev.cairn.sql.cluster.ClusterClause;
import dev.cairn.sql.cluster.ClusterObjectKind;
import dev.cairn.sql.cluster.ClusterPart;
import java.util.List;
import java.util.Optional;

/** A statement about an object of a cluster. */
public sealed interface ClusterStatement extends Statement {
    ClusterObjectKind kind();

    QualifiedName name();

    record CreateClusterObject(
            ClusterObjectKind kind,
            QualifiedName name,
            ExistingObjectPolicy onExistingObject,
            List<ClusterItem> items,
            Span span)
            implements ClusterStatement {
        public CreateClusterObject {
            items = List.copyOf(items);
        }

        /** Returns the text of the statement that the object runs; empty if it runs none. */
        public Optional<String> submittedText() {
            return items.stream()
                    .filter(item -> kind.requireClause(item.part().clause()).form() == ClusterClause.Form.STATEMENT)
                    .map(ClusterItem::value)
                    .findFirst();
        }
    }

    record AlterClusterObject(ClusterObjectKind kind, QualifiedName name, List<ClusterChange> changes, Span span)
            implements ClusterStatement {
        public AlterClusterObject {
            changes = List.copyOf(changes);
        }

        public static AlterClusterObject of(ClusterObjectKind kind, QualifiedName name, ClusterChange... changes) {
            return new AlterClusterObject(kind, name, List.of(changes), Span.NONE);
        }
    }

    /**
     * One change of ALTER.
     *
     * @param items the items of the clause that the alteration changes; none if it clears the clause
     */
    record ClusterChange(ClusterAlteration alteration, List<ClusterItem> items) {
        public ClusterChange {
            items = List.copyOf(items);
        }
    }

    /**
     * DROP or STOP.
     *
     * @param isForced whether the rows can't be recovered, if the kind has the feature
     *     {@link ClusterObjectKind.Feature#FORCED_DROP}
     */
    record DropClusterObject(ClusterObjectKind kind, QualifiedName name, boolean ifExists, boolean isForced, Span span)
            implements ClusterStatement {}

    /** PAUSE or RESUME, which changes the state of an object rather than its definition. */
    record PauseOrResumeClusterObject(ClusterObjectKind kind, QualifiedName name, boolean isResume, Span span)
            implements ClusterStatement {}

    /**
     * A part of a definition in a statement.
     *
     * @param value the content of the part; empty for an element of a set, whose name is its content
     */
    record ClusterItem(ClusterPart part, String value, Span span) {
        public static ClusterItem of(ClusterPart part, String value) {
            return new ClusterItem(part, value, Span.NONE);
        }
    }
}
