package dev.cairn.internal.look;

import dev.cairn.plan.part.SchemaObject;

/** What a server answered when it was asked to show an object. */
public sealed interface ShownObject {
    /**
     * It is there.
     *
     * @param text as the server printed it
     */
    record Present(SchemaObject object, String text) implements ShownObject {}

    /** There is nothing of that name. */
    record Absent() implements ShownObject {}

    /**
     * Something is there, or may be, but what it is can't be told.
     *
     * @param why in the server's own words, where it did not want to show it
     * @param text as the server printed it; empty where it did not
     */
    record Unreadable(String why, String text) implements ShownObject {}
}
