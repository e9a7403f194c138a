package dev.cairn.embedded.state;

import java.time.Instant;

/** The identity of an object, which does not depend on its name. */
public record ObjectIdentity(long id, Instant creationTime) {}
