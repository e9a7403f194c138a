package dev.cairn.embedded.look;

import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.profile.ServerProfile;

/** Comments as listings have them. */
final class CommentText {
    private CommentText() {}

    /** A shared-data server says what kind of object it is where there is no comment. */
    static String of(DatabaseObject holding, ServerProfile profile) {
        if (!holding.comment().isEmpty() || !profile.sharedData() || holding.kind() == ObjectKind.VIEW) {
            return holding.comment();
        }
        return holding.kind() == ObjectKind.TABLE ? "OLAP" : "MATERIALIZED_VIEW";
    }
}
