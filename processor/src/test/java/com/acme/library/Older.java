package com.acme.library;

import dev.cairn.annotation.Table;

/** A record on the class path whose descriptor was generated long ago. */
@Table
public record Older(long id) {}
