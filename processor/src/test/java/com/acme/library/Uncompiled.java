package com.acme.library;

import dev.cairn.annotation.Table;

/** A record on the class path for which nothing was generated. */
@Table
public record Uncompiled(long id) {}
