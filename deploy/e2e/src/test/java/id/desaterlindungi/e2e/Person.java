package id.desaterlindungi.e2e;

import java.util.Map;

/**
 * Somebody who does not exist.
 *
 * @param phone empty for nobody's
 * @param key for Idempotency-Key: the same at every try
 * @param request body of the enrollment
 */
record Person(String nik, String name, String phone, String key, Map<String, Object> request) {}
