package io.kehu.starter.web.problem;

import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Opens the package-private handlers to the auto-configuration. */
@Configuration(proxyBeanMethods = false)
@Import({ProblemAdvice.class, DatabaseProblemAdvice.class, ProblemErrorController.class})
public class ProblemAdviceConfiguration {}
