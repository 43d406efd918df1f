package org.slf4j.impl;

import org.slf4j.LoggerFactory;

/** A class of SLF4J 1 in which Spark 3.3 looks up the logger; the tests run with SLF4J 2. */
public final class StaticLoggerBinder {
    private static final StaticLoggerBinder SINGLETON = new StaticLoggerBinder();

    private StaticLoggerBinder() {}

    public static StaticLoggerBinder getSingleton() {
        return SINGLETON;
    }

    public String getLoggerFactoryClassStr() {
        return LoggerFactory.getILoggerFactory().getClass().getName();
    }
}
