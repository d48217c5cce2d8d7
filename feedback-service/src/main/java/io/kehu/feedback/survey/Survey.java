package io.kehu.feedback.survey;

import org.jspecify.annotations.Nullable;

/**
 * A survey.
 *
 * @param code its name
 * @param publishedVersion what is asked now; null before the first publication
 * @param latestVersion the newest version, draft or not
 * @param version counts changes of the survey
 */
record Survey(SurveyCode code, @Nullable Integer publishedVersion, int latestVersion, long version) {}
