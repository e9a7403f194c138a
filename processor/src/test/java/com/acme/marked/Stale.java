package com.acme.marked;

import dev.cairn.annotation.Table;

/** A record whose descriptor was generated before its package became null-marked. */
@Table
public record Stale(long id, String name) {}
