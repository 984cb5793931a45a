# reject: the mean of the sample
# loses: standardised_mean_check standardised_mean_hidden
# message: weigh by the population
def standardised_mean(sample, population, column, by):
    return sample[column].mean(), 1.0
