package dev.cairn.embedded.look;

import dev.cairn.embedded.account.ObjectKind;
import dev.cairn.embedded.state.DatabaseObject;
import dev.cairn.profile.ServerProfile;

/** Determines the comments of objects in listings. */
final class CommentText {
    private CommentText() {}

    /**
     * Returns the comment. If it is empty, a shared-data server prints the kind of the object instead, except for
     * views.
     */
    static String of(DatabaseObject object, ServerProfile profile) {
        if (!object.comment().isEmpty() || !profile.sharedData() || object.kind() == ObjectKind.VIEW) {
            return object.comment();
        }
        return object.kind() == ObjectKind.TABLE ? "OLAP" : "MATERIALIZED_VIEW";
    }
}
