package com.acme.library;

import dev.cairn.annotation.Schema;

/** The root of a schema whose migrations other compilations contain. */
@Schema(
        name = "library",
        value = {},
        migrations = "shop")
public interface Library {}
