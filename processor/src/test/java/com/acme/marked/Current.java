package com.acme.marked;

import dev.cairn.annotation.Table;

/** A record whose descriptor was generated in a null-marked package. */
@Table
public record Current(long id, String name) {}
