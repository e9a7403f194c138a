package dev.cairn.embedded.state;

import java.time.Instant;

/** What stays the same about an object when its name goes to another one. */
public record Identity(long id, Instant created) {}
