package dev.cairn.embedded.state;

import java.time.Instant;

/** An INSERT, UPDATE or DELETE that has been run; it brought no rows. */
public record Load(long id, String label, String database, String table, String user, String kind, Instant time) {}
